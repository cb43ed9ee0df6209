"""The office's page of documents: make one or many, take them away, see what each was made of."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jarchy.foundation import files
from jarchy.foundation.narrowing import Role
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import queries_approvals as approvals
from jarchy.people.doors import Request, enter, everyone
from jarchy.people.rules import words_hash
from jarchy.people.wording import stand_sentence
from jarchy.publications import actions, queries
from jarchy.publications.documents import broken_rules
from jarchy.publications.forms import MakeForm
from jarchy.publications.models import Publication
from jarchy.publications.official import words_of
from jarchy.publications.problems import Problems
from jarchy.publications.rules import APPROVED, CONTENT_TYPES, Door, Format, Kind
from jarchy.publications.shown import shown_figures
from jarchy.publications.views import PUBLIC, STAFF
from jarchy.publications.wording import KINDS

OFFICE = (Role.SECRETARIAT, Role.REVIEWER)


@enter(*OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: Request, edition: str) -> HttpResponse:
    """What was made, newest first, and the form for the next."""
    form = MakeForm(request.edition, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, form)
        except ProblemRaised as problem:
            form.add_error(None, f"{problem.sentence} {problem.remedy}")
    context = {
        "edition": request.edition, "form": form, "bundles": queries.bundles(request.edition), "kinds": KINDS,
        "documents": _with_stands(request, queries.documents(request.edition)), "broken": broken_rules(request.edition),
    }  # fmt: skip
    return render(request, "publications/documents.html", context)


def _with_stands(request: Request, rows: list[Publication]) -> list[tuple[Publication, list[str]]]:
    """Each with the words on where its approval stands; nothing for those that nobody must approve. Two queries."""
    asked = {str(row.uuid): words_hash(words_of(row)) for row in rows if _is_approved(row)}
    stands = approvals.where_it_stands(request.edition, APPROVED, asked) if asked else {}
    return [(row, [stand_sentence(one) for one in stands.get(str(row.uuid), ())]) for row in rows]


def _is_approved(row: Publication) -> bool:
    return row.door == Door.OFFICIAL and row.kind == Kind.BRIEFING


def _made(request: Request, form: MakeForm) -> HttpResponse:
    if form.asks_for_all:
        bundle = actions.make_bundle(request.edition, by=request.actor, **form.asked())
        said = gettext("{n} documents are being made; this page says how many are there.").format(n=bundle.of)
        messages.success(request, said)
        return redirect("publications:documents", request.edition.slug)
    row = actions.make_document(request.edition, by=request.actor, **form.asked())
    return redirect("publications:document", request.edition.slug, row.uuid)


@enter(*OFFICE)
@require_safe
def document(request: Request, edition: str, uuid: UUID) -> HttpResponse:
    """One document with every figure that is written on it."""
    row = queries.document(request.edition, uuid)
    since = queries.corrected_since(row)
    ((_, stands),) = _with_stands(request, [row])
    context = {
        "edition": request.edition, "document": row, "kind": KINDS[Kind(row.kind)], "since": since, "stands": stands,
        "may_ask": request.actor.has(Role.SECRETARIAT, edition=request.edition.slug),
        "figures": shown_figures(row, queries.figures_of(row, since)), "file_name": actions.file_name(row),
    }  # fmt: skip
    return render(request, "publications/document.html", context)


@enter(*OFFICE)
@require_safe
def staff_file(request: Request, edition: str, uuid: UUID) -> HttpResponseBase:
    return _file(queries.document(request.edition, uuid), STAFF)


@enter(Role.COORDINATOR)
@require_POST
def our_sheet(request: Request, edition: str, slug: str) -> HttpResponseBase:
    """A coordinator's own organisation, for a mayor: the public sheet as PDF in her language, at once."""
    own = request.actor.organisations(Role.COORDINATOR, edition=edition)
    if slug not in own:
        raise Problems.no_organisation(organisation=slug, edition=edition)
    row = actions.make_document(
        request.edition, Kind.ORGANISATION, door=Door.PUBLIC, language=get_language() or "", format=Format.PDF,
        by=request.actor, organisation=slug,
    )  # fmt: skip
    return _file(row, STAFF)


@enter(*OFFICE)
@require_safe
def together(request: Request, edition: str, uuid: UUID) -> HttpResponseBase:
    """The zip of a bundle."""
    bundle = queries.finished_bundle(request.edition, uuid)
    name = f"{bundle.edition.slug}-{bundle.kind}-{bundle.door}-{bundle.language}.zip"
    return _sent(bundle.sha256, "application/zip", name, STAFF)


@everyone
@require_safe
def public_file(request: Request, edition: str, uuid: UUID) -> HttpResponseBase:
    """A public document; of an official one anybody learns that there is no such page."""
    return _file(queries.public_document(request.edition, uuid), PUBLIC)


def _file(row: Publication, kept: str) -> HttpResponseBase:
    return _sent(row.sha256, CONTENT_TYPES[Format(row.format)], actions.file_name(row), kept)


def _sent(sha256: str, content_type: str, name: str, kept: str) -> HttpResponseBase:
    response = FileResponse(files.open_kept(sha256), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = kept
    return response
