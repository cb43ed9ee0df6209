"""The form on the web, page by page: works without script and in a messenger's built-in browser. Each page is kept as
a draft on the server; everything is checked there again, here and once more by the door that all submissions pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jarchy.charter.models import Edition, Organisation
from jarchy.forms import actions, queries
from jarchy.forms.actions import draft_of, save_draft, sent_by_draft
from jarchy.forms.faces.asking import Asking
from jarchy.forms.faces.paging import RoundsPage, round_to_leave
from jarchy.forms.faces.reading import read_page
from jarchy.forms.faces.uploads import files_of_page, served
from jarchy.forms.faces.web_frame import asking_of, frame_of, private, said_beforehand, to_page
from jarchy.forms.faces.web_rounds import rounds_page
from jarchy.forms.models import Draft
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import after_send, beginnings, is_of_the_field, senders_of
from jarchy.forms.rounds import flat_draft
from jarchy.forms.rules import ON_THE_WEB, SubmissionState
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import queries as people
from jarchy.people.doors import Request, enter
from jarchy.people.models import Membership
from jarchy.people.problems import Problems as PeopleProblems
from jarchy.xforms.form import Kind


@enter(*ON_THE_WEB)
@require_http_methods(["GET", "POST"])
def begin(request: Request, form_id: str) -> HttpResponse:
    """What is unfinished, and the way to a new one. A POST begins it, with answers given by their questions' names."""
    version = actions.current_version(request.edition, form_id)
    senders = senders_of(version.purpose)
    if not request.actor.has(*senders, edition=request.edition.slug):
        raise PeopleProblems.no_such_page()
    if where := beginnings.get(version.purpose):
        return redirect(where())
    own = _own_organisations(request, senders)
    if request.method == "POST":
        organisation = next((row for row in own if row.slug == request.POST.get("organisation")), None)
        if organisation is None and len(own) == 1:
            organisation = own[0]
        initial = {name: str(text) for name, text in request.POST.items() if name not in NOT_ANSWERS}
        draft = actions.start_draft(
            request.edition, form_id, by=request.actor, organisation=organisation, initial=initial,
            **_held_by(request),
        )  # fmt: skip
        return to_page(draft, 1)
    unfinished = queries.unfinished(request.actor, request.edition, form_id)
    context = {
        "title": queries.title_of(version), "form_id": form_id, "organisations": own,
        "unfinished": [(draft, _local(draft.updated_at, request.edition)) for draft in unfinished],
        "others": _others(request), "is_for_other": "for_other" in request.GET,
        "undone": said_beforehand(version),
        "coordinates": bool(request.actor.organisations(Role.COORDINATOR, edition=request.edition.slug)),
    }  # fmt: skip
    return private(render(request, "forms/begin.html", context))


NOT_ANSWERS = {"csrfmiddlewaretoken", "organisation", "held_by"}
SOMEONE = "someone"


def _others(request: Request) -> list[Membership]:
    """People of her organisations for whom a coordinator may enter a report."""
    own = request.actor.organisations(Role.COORDINATOR, edition=request.edition.slug)
    found = people.field_people(request.edition, own) if own else []
    return [row for row in found if row.account_id != request.actor.account]


def _held_by(request: Request) -> dict[str, Any]:
    """For whom she enters it, as the page before says; nothing for her own."""
    said = request.POST.get("held_by", "")
    if said == SOMEONE:
        return {"is_for_someone": True}
    try:
        return {"held_by": UUID(said)} if said else {}
    except ValueError:
        raise Problems.not_for_her() from None


@enter(*ON_THE_WEB)
@require_http_methods(["GET", "POST"])
def page(request: Request, form_id: str, draft: UUID, number: int) -> HttpResponse:
    """One page of questions. A POST keeps them and goes where its button says: next, back or stay."""
    row = _draft_or_sent(request, form_id, draft)
    if isinstance(row, HttpResponse):
        return row
    asking = asking_of(row)
    if not 1 <= number <= len(asking.pages):
        return redirect("forms:review", form_id, draft)
    if isinstance(asking.pages[number - 1], RoundsPage):
        return rounds_page(request, row, asking, number)
    if request.method == "GET":
        return _page(request, asking, number)
    return _after_page(request, row, asking, number)


def _after_page(request: Request, draft: Draft, asking: Asking, number: int) -> HttpResponse:
    page = asking.pages[number - 1]
    kept, spoilt = files_of_page(request, draft, asking, page)
    sent = read_page(asking, page, request.POST, kept)
    spoilt |= sent.spoilt
    go, _, at = request.POST.get("go", "next").partition(":")
    save_draft(draft, flat_draft(asking.form, sent.storable), page=number)
    unfit = [*spoilt, *sent.unfit]
    if go == "back":
        return (
            to_page(draft, number - 1) if number > 1 else redirect("forms:begin", draft.form_version.form_id)
        )
    here = sent.asking.page_at(page.path) or number
    if unfit and go != "stay" or sent.secret:
        return _page(request, sent.asking, here, unfit=unfit, spoilt=spoilt, places=sent.places)
    if sent.fresh or go == "stay":
        return to_page(draft, here, anchor=f"q-{asking.key(sent.fresh[0]) if sent.fresh else at}")
    return to_page(draft, here + 1) if sent.asking.page_at(page.path) else to_page(draft, here)


def _page(
    request: Request,
    asking: Asking,
    number: int,
    *,
    unfit: Sequence[str] = (),
    spoilt: Mapping[str, str] | None = None,
    places: Mapping[str, Mapping[str, str]] | None = None,
) -> HttpResponse:
    page = asking.pages[number - 1]
    asked = asking.asked(page, unfit=unfit, spoilt=spoilt, places=places if unfit else None)
    leave, of_round = round_to_leave(asking.form, asking.pages, page.path)
    context = frame_of(asking, number) | {
        "title": asking.title(page), "crumb": asking.crumb(page), "asked": asked,
        "unfit": [question for question in asked if question.why], "leave": leave, "of_round": of_round,
        "is_lone": page.group is None,
    }  # fmt: skip
    return private(render(request, "forms/page.html", context, status=422 if unfit else 200))


@enter(*ON_THE_WEB)
@require_http_methods(["GET", "POST"])
def review(request: Request, form_id: str, draft: UUID) -> HttpResponse:
    """All answers before sending; a POST sends them. Sending twice comes to the same report."""
    row = _draft_or_sent(request, form_id, draft)
    if isinstance(row, HttpResponse):
        return row
    asking = asking_of(row)
    status = 200
    if request.method == "POST":
        outcome = actions.send_draft(row, by=request.actor)
        if outcome.state != "refused":
            return redirect("forms:sent", form_id, draft)
        if outcome.problem and outcome.problem.status not in (200, 422):
            raise outcome.problem
        status = 422
    parts = asking.parts()
    context = frame_of(asking, len(asking.pages) + 1) | {
        "parts": parts,
        "unfit": [(part.number, told) for part in parts for told in part.answers if told.why],
        "is_of_the_field": is_of_the_field(row.form_version.purpose),
    }  # fmt: skip
    return private(render(request, "forms/review.html", context, status=status))


@enter(*ON_THE_WEB)
@require_GET
def sent(request: Request, form_id: str, draft: UUID) -> HttpResponse:
    """What becomes of it now; the room of the form's purpose may have a page of its own."""
    submission = sent_by_draft(draft, by=request.actor)
    if submission is None:
        raise Problems.draft_unknown()
    where = after_send.get(submission.form_version.purpose)
    if where and submission.state == SubmissionState.KEPT:  # of another one nothing was made yet
        return redirect(where(submission))
    context = {
        "form_title": queries.title_of(submission.form_version),
        "submission": submission,
        "form_id": form_id,
    }
    return private(render(request, "forms/sent.html", context))


@enter(*ON_THE_WEB)
@require_GET
def picture(request: Request, form_id: str, draft: UUID, question: str) -> HttpResponse:
    """The file that answers a question of a draft, to its owner: a picture is shown, anything else is handed out."""
    row = draft_of(draft, by=request.actor)
    asking = asking_of(row)
    path = asking.path_of(question)
    name = asking.answers.get(path, "") if path else ""
    is_picture = bool(path) and asking.state.by_path[path].kind is Kind.IMAGE
    return private(served(actions.file_of(row, name), name, is_own=is_picture))


@enter(*ON_THE_WEB)
@require_GET
def media(request: Request, form_id: str, draft: UUID, name: str) -> HttpResponse:
    """A picture or sound of a label, as it was published with the version that is being filled in."""
    row = draft_of(draft, by=request.actor)
    return private(served(queries.file_of_version(row.form_version, name), name, is_own=True))


@enter(*ON_THE_WEB)
@require_POST
def throw_away(request: Request, form_id: str, draft: UUID) -> HttpResponse:
    """An unfinished form that is not wanted any more."""
    actions.drop_draft(draft_of(draft, by=request.actor), by=request.actor)
    return redirect("forms:begin", form_id)


def _draft_or_sent(request: Request, form_id: str, uuid: UUID) -> Draft | HttpResponse:
    """Her draft; the page after sending where it was sent already, by a second tap or the browser's way back."""
    try:
        draft = draft_of(uuid, by=request.actor)
    except ProblemRaised:
        if sent_by_draft(uuid, by=request.actor):
            return redirect("forms:sent", form_id, uuid)
        raise
    if draft.form_version.form_id != form_id:
        raise Problems.draft_unknown()
    return draft


def _local(moment: datetime, edition: Edition) -> datetime:
    """The edition's clock, without its zone: templates would turn it back."""
    return moment.astimezone(edition.zone).replace(tzinfo=None)


def _own_organisations(request: Request, senders: Sequence[Role]) -> list[Organisation]:
    slugs = request.actor.organisations(*senders, edition=request.edition.slug)
    return list(Organisation.objects.filter(slug__in=slugs).order_by("slug"))
