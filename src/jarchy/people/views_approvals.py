"""Approvals: the Secretariat's page (ask, letters, wording, deputies), and what waits for an approver."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jarchy.charter import queries as charter
from jarchy.charter.models import Organisation
from jarchy.foundation import files
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import ApprovableRow, KeptFile, actions, queries, rules
from jarchy.people import queries_approvals as approvals
from jarchy.people.doors import Request, confirmed, enter, signed_in
from jarchy.people.forms_approvals import DeputyForm, ManyByLetterForm, UntilForm, WordingForm
from jarchy.people.models import Approval, Letter
from jarchy.people.problems import Problems
from jarchy.people.qr import qr_svg
from jarchy.people.rules import ApprovalState
from jarchy.people.wording import STATES, how_given, stand_sentence, standing_words, title_of

SCANS = {"pdf": "application/pdf", "jpg": "image/jpeg"}


def kept_file(file: KeptFile) -> HttpResponseBase:
    """A file to keep, never to be opened in the page; kept by no browser on the way."""
    response = FileResponse(files.open_kept(file.sha256), content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _shown(row: Approval) -> dict[str, Any]:
    return {
        "row": row, "title": title_of(row), "state": STATES[ApprovalState(row.state)],
        "how": how_given(row) if row.how else "",
        "is_overdue": rules.is_overdue(row.state, row.due_on, row.edition.today()),
    }  # fmt: skip


@enter(Role.SECRETARIAT)
@require_safe
def desk(request: Request, edition: str) -> HttpResponse:
    """What waits for whom, overdue first; what can be asked, and where each stands."""
    of, actor = request.edition, request.actor
    waits = approvals.waiting(of, actor)
    bodies = list({row.organisation_id: row.organisation for row in waits}.values())
    can_be_asked = approvals.what_can_be_asked(of)
    context = {
        "edition": of,
        "address": settings.URL + reverse("approvals:mine", args=[of.slug]),
        "waiting": [
            (body, rows, min(one["row"].asked_on for one in rows))
            for body in bodies
            if (rows := [_shown(row) for row in waits if row.organisation_id == body.pk])
        ],
        "answered": [_shown(row) for row in approvals.answered(of, actor)],
        "can_be_asked": [(one, [stand_sentence(each) for each in one.stands]) for one in can_be_asked],
        "standing": [(one, standing_words(one)) for one in approvals.standing_approvals(of, actor)],
        "deputies": approvals.deputies(of, actor),
    }
    return render(request, "people/approvals.html", context)


@enter(Role.SECRETARIAT)
@require_POST
def ask(request: Request, edition: str) -> HttpResponse:
    """Ask all that must agree."""
    kind, _colon, row = request.POST.get("what", "").partition(":")
    asked = actions.ask_for_approval(request.edition, kind, row, by=request.actor)
    waits = sum(one.state == ApprovalState.ASKED for one in asked)
    said = (
        gettext("Asked. Answers that are waited for: {n}.")
        if waits
        else gettext("All have approved these words.")
    )
    messages.success(request, said.format(n=waits))
    return redirect("approvals:desk", request.edition.slug)


def _body(request: Request, slug: str) -> Organisation:
    part = charter.organisation(request.edition, slug)
    if part is None:
        raise Problems.no_organisation(organisation=slug)
    return part.organisation


@enter(Role.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Request, edition: str, slug: str) -> HttpResponse:
    """One letter of an organisation that approves what is ticked, all at once."""
    body = _body(request, slug)
    waits = approvals.waiting(request.edition, request.actor, organisation=slug)
    printed = request.GET.get("printed", "")  # the last one on the sheet: what was asked later is not on it
    ticked = {"approvals": [str(row.uuid) for row in waits if str(row.uuid) <= printed]}
    form = ManyByLetterForm(waits, request.POST or None, request.FILES or None, initial=ticked)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = [UUID(text) for text in form.cleaned_data["approvals"]]
            actions.enter_letter(request.edition, body, form.letter(), approvals=chosen, by=request.actor)
        except ProblemRaised as problem:
            form.add_error(None, f"{problem.sentence} {problem.remedy}")
        else:
            messages.success(request, gettext("The letter is entered; what it approves is approved."))
            return redirect("approvals:desk", request.edition.slug)
    context = {"edition": request.edition, "body": body, "form": form, "waiting": waits}
    return render(request, "people/approval_letter.html", context, status=422 if form.errors else 200)


@enter(Role.SECRETARIAT)
@require_safe
def scan(request: Request, edition: str, uuid: UUID) -> HttpResponseBase:
    """The scan of a letter, to keep."""
    row = Letter.objects.filter(edition=request.edition, uuid=uuid).exclude(scan_sha256="").first()
    if row is None:
        raise Problems.no_approval()
    name = f"letter-{row.dated_on.isoformat()}.{row.scan_suffix}"
    return kept_file(KeptFile(row.scan_sha256, SCANS[row.scan_suffix], name))


@enter(Role.SECRETARIAT)
@require_safe
def sheet(request: Request, edition: str, slug: str) -> HttpResponse:
    """What waits for one organisation on a sheet to print: signed by a letter, it is approved as a whole."""
    body = _body(request, slug)
    waits = approvals.waiting(request.edition, request.actor, organisation=slug)
    last = max((str(row.uuid) for row in waits), default="")
    path = f"{reverse('approvals:letter', args=[request.edition.slug, slug])}?printed={last}"
    context = {
        "edition": request.edition, "body": body, "rows": [_shown(row) for row in waits],
        "with_words": "words" in request.GET, "path": path, "qr": qr_svg(path, gettext("Where the letter is entered")),
    }  # fmt: skip
    return render(request, "people/approval_sheet.html", context)


@enter(Role.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: Request, edition: str) -> HttpResponse:
    """A letter that approves a wording until a day."""
    form = WordingForm(request.edition, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.approve_wording(
                request.edition, form.body, form.letter(), by=request.actor, **form.chosen()
            )
        except ProblemRaised as problem:
            form.add_error(None, f"{problem.sentence} {problem.remedy}")
        else:
            messages.success(request, gettext("The wording is approved until its day."))
            return redirect("approvals:desk", request.edition.slug)
    context = {"edition": request.edition, "form": form}
    return render(request, "people/approval_wording.html", context, status=422 if form.errors else 200)


@enter(Role.SECRETARIAT)
@require_POST
def end_wording(request: Request, edition: str, uuid: UUID) -> HttpResponse:
    actions.end_wording(uuid, request.edition, by=request.actor)
    messages.success(request, gettext("Ended: it covers nothing that is asked from today."))
    return redirect("approvals:desk", request.edition.slug)


# --- deputies: the Secretariat's, and an approver's own


@signed_in
@confirmed(minutes=15)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: Request, edition: str) -> HttpResponse:
    """Who stands in, from a day until a day; with the form for the next."""
    of, actor = request.edition, request.actor
    own = actor.organisations(Role.APPROVER, edition=of.slug)
    is_staff = actor.has(Role.SECRETARIAT, edition=of.slug)
    bodies = [body for body in approvals.leading_bodies(of) if is_staff or body.slug in own]
    form = DeputyForm(bodies, request.POST or None, initial={"since": of.today()})
    if request.method == "POST" and form.is_valid():
        try:
            account = queries.account_by(form.cleaned_data["account"])
            days = {name: form.cleaned_data[name] for name in ("since", "until")}
            actions.add_deputy(of, form.body, account, by=actor, **days)
        except ProblemRaised as problem:
            form.add_error(None, f"{problem.sentence} {problem.remedy}")
        else:
            messages.success(
                request, gettext("The deputy is entered. Tell her; she finds it under her account.")
            )
            return redirect("approvals:deputies", of.slug)
    context = {"edition": of, "rows": approvals.deputies(of, actor), "form": form, "may_add": bodies}
    return render(request, "people/approval_deputies.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_deputy(request: Request, edition: str, uuid: UUID) -> HttpResponse:
    actions.end_deputy(approvals.deputy(request.edition, uuid, request.actor), by=request.actor)
    messages.success(request, gettext("She stands in no more."))
    return redirect("approvals:deputies", request.edition.slug)


# --- an approver's


@signed_in
@never_cache
@require_safe
def mine(request: Request, edition: str) -> HttpResponse:
    """What waits for me, and what I answered."""
    of, actor = request.edition, request.actor
    slugs = approvals.approves_for(of, actor)
    context = {
        "edition": of,
        "waiting": [_shown(row) for row in approvals.waiting(of, actor, only_mine=True)],
        "answered": [
            _shown(row) for row in approvals.answered(of, actor) if row.organisation.slug in slugs
        ],
        "approves": slugs, "is_approver": actor.has(Role.APPROVER, edition=of.slug),
        "standing": [(one, standing_words(one)) for one in approvals.standing_approvals(of, actor)],
    }  # fmt: skip
    return render(request, "people/my_approvals.html", context)


@signed_in
@never_cache
@require_safe
def one(request: Request, edition: str, uuid: UUID) -> HttpResponse:
    """The words in full, and what can be answered. Pressing is a page's own button, never a link in a message."""
    return _one_page(request, approvals.approval(request.edition, uuid, request.actor))


def _one_page(request: Request, row: Approval, fault: str = "") -> HttpResponse:
    of, actor = request.edition, request.actor
    now = _row_now(row)
    is_mine = row.organisation.slug in approvals.approves_for(of, actor)
    is_staff = actor.has(Role.SECRETARIAT, edition=of.slug)
    is_asked, is_given = row.state == ApprovalState.ASKED, row.state == ApprovalState.GIVEN
    has_changed = now is None or rules.words_hash(now.words) != row.sha256
    context = {
        **_shown(row), "edition": of, "has_changed": has_changed, "fault": fault, "is_staff": is_staff,
        "may_answer": is_mine and is_asked and not has_changed, "may_refuse": is_mine and is_asked,
        "may_withdraw": (is_staff and (is_asked or is_given)) or (is_mine and is_given),
        "may_approve_wording": _may_approve_wording(request, row, now),
        "file": now.file if now and not has_changed else None,
    }  # fmt: skip
    return render(request, "people/approval.html", context, status=422 if fault else 200)


def _may_approve_wording(request: Request, row: Approval, now: ApprovableRow | None) -> bool:
    """The approver herself, where the wording is less than the words and still that of the question."""
    own = request.actor.organisations(Role.APPROVER, edition=request.edition.slug)
    if row.organisation.slug not in own or row.state not in rules.WORDING_IS_APPROVED_FROM or now is None:
        return False
    return now.wording not in ("", now.words) and rules.words_hash(now.wording) == row.wording_sha256


def _row_now(row: Approval) -> ApprovableRow | None:
    """What it is today; None where it is gone."""
    try:
        return approvals.row_of(row.edition, row.kind, row.row)
    except ProblemRaised:
        return None


@signed_in
@require_POST
def answer(request: Request, edition: str, uuid: UUID) -> HttpResponse:
    """Approve, refuse or take back."""
    row, said = approvals.approval(request.edition, uuid, request.actor), request.POST
    reason = said.get("reason", "")
    try:
        if said.get("do") == "approve":
            actions.give_approval(uuid, sha256=said.get("sha256", ""), by=request.actor)
            messages.success(request, gettext("Approved."))
        elif said.get("do") == "refuse":
            actions.refuse_approval(uuid, reason=reason, by=request.actor)
            messages.success(request, gettext("Refused; the Secretariat reads your reason."))
        elif said.get("do") == "withdraw":
            actions.withdraw_approval(uuid, reason=reason, by=request.actor)
            messages.success(request, gettext("Taken back."))
    except ProblemRaised as problem:
        if problem.code != "people.reason_missing":
            raise
        return _one_page(request, row, f"{problem.sentence} {problem.remedy}")
    return redirect("approvals:one", request.edition.slug, uuid)


@signed_in
@confirmed(minutes=15)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_wording(request: Request, edition: str, uuid: UUID) -> HttpResponse:
    """Her click on a wording, which stands here in full, until a day."""
    row = approvals.approval(request.edition, uuid, request.actor)
    now = _row_now(row)
    if now is None or not _may_approve_wording(request, row, now):
        raise Problems.no_approval()
    form = UntilForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"sha256": request.POST.get("sha256", ""), "until": form.cleaned_data["until"]}
        try:
            actions.approve_wording_by_click(uuid, by=request.actor, **said)
        except ProblemRaised as problem:
            form.add_error(None, f"{problem.sentence} {problem.remedy}")
        else:
            messages.success(request, gettext("The wording is approved until its day."))
            return redirect("approvals:mine", request.edition.slug)
    context = {
        "edition": request.edition,
        "row": row,
        "title": title_of(row),
        "wording": now.wording,
        "form": form,
    }
    return render(request, "people/approve_wording.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_own_wording(request: Request, edition: str, uuid: UUID) -> HttpResponse:
    actions.end_wording(uuid, request.edition, by=request.actor)
    messages.success(request, gettext("Ended: it covers nothing that is asked from today."))
    return redirect("approvals:mine", request.edition.slug)


@signed_in
@require_safe
def file(request: Request, edition: str, uuid: UUID) -> HttpResponseBase:
    """The document itself, for whoever is asked to approve it: only while it is the one that she was asked about."""
    row = approvals.approval(request.edition, uuid, request.actor)
    now = _row_now(row)
    if now is None or now.file is None or rules.words_hash(now.words) != row.sha256:
        raise Problems.no_approval()
    return kept_file(now.file)
