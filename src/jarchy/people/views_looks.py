"""Links to look: made and taken back by the Secretariat; the page behind one, for somebody who never signs in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jarchy import people
from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import Role
from jarchy.foundation.pages import Frame, problem_page, tongues_of
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.texts import text_in
from jarchy.people import actions
from jarchy.people import queries_looks as looks
from jarchy.people.doors import Request, enter, everyone
from jarchy.people.forms_approvals import LinkForm
from jarchy.people.models import ViewLink
from jarchy.people.qr import qr_svg
from jarchy.people.views import limited
from jarchy.people.views_approvals import kept_file


def _local(moment: datetime | None, edition: Edition) -> datetime | None:
    """The edition's clock, without its zone: templates would turn it back."""
    return moment.astimezone(edition.zone).replace(tzinfo=None) if moment else None


def _kind_title(link: ViewLink) -> str:
    return str(people.looks[link.kind].title) if link.kind in people.looks else link.kind


@enter(Role.SECRETARIAT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: Request, edition: str) -> HttpResponse:
    """Links that were made, how often each was opened, and the form for the next; a new one is told only now."""
    of, made = request.edition, None
    form = LinkForm(of, request.POST or None)
    if request.method == "POST" and form.is_valid():
        link, token = actions.make_link(of, by=request.actor, **form.chosen())
        path = reverse("looks:page", args=[of.slug, token])
        made = {
            "link": link, "kind": _kind_title(link), "address": settings.URL + path,
            "expires_at": _local(link.expires_at, of), "qr": qr_svg(path, gettext("Link to look")),
        }  # fmt: skip
        form = LinkForm(of)
    rows = [
        {
            "link": one.link, "kind": _kind_title(one.link), "now": one,
            "expires_at": _local(one.link.expires_at, of), "last_opened": _local(one.last_opened, of),
        }
        for one in looks.links(of)
    ]  # fmt: skip
    context = {"edition": of, "form": form, "made": made, "rows": rows}
    return render(request, "people/links.html", context, status=422 if form.errors else 200)


@enter(Role.SECRETARIAT)
@require_POST
def revoke(request: Request, edition: str, uuid: UUID) -> HttpResponse:
    actions.revoke_link(looks.link(request.edition, uuid), by=request.actor)
    messages.success(request, gettext("The link is taken back: it opens nothing any more."))
    return redirect("looks:links", request.edition.slug)


# --- the door itself


def _frame(request: HttpRequest, home_url: str) -> Frame:
    """The campaign's name and the languages; no menu, and nothing of whoever may be signed in."""
    language = get_language() or settings.LANGUAGE_CODE
    try:
        of = cast(Request, request).edition
    except ProblemRaised:  # of no campaign that there is
        return Frame(language)
    example = (
        "" if of.live else text_in(of.charter.get("example", {})) or gettext("Example, not a help service")
    )
    return Frame(
        language, text_in(of.names), f"{text_in(of.country_names)}, {of.starts.year}", home_url=home_url,
        tongues=tongues_of(request.path, of.languages), notice=example,
    )  # fmt: skip


def _said_plainly(request: HttpRequest, problem: ProblemRaised) -> HttpResponse:
    if "application/json" in request.headers.get("accept", ""):
        return problem_page(request, problem)
    html = render_to_string(
        "foundation/problem.html", {"problem": problem, "frame": _frame(request, home_url="/")}
    )
    return HttpResponse(html, status=problem.status)


def _secret(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """An answer to a secret address: found by no search, kept by nobody, told to no other site."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except ProblemRaised as problem:
            response = _said_plainly(request, problem)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@everyone
@_secret
@require_safe
@limited("look")
def page(request: Request, edition: str, token: str) -> HttpResponse:
    """What the link shows; nothing of whoever may be signed in on this telephone stands around it."""
    link = looks.link_by(request.edition, token)
    shown = looks.page_of(link)
    if request.method == "GET":
        actions.open_link(link, "page")
    context = {
        **shown.context, "frame": _frame(request, home_url=request.path), "link": link, "edition": link.edition,
        "kind": _kind_title(link),
        "expires_at": _local(link.expires_at, link.edition),
        "files": [(reverse("looks:file", args=[edition, token, name]), kept) for name, kept in shown.files.items()],
    }  # fmt: skip
    return HttpResponse(render_to_string(shown.template, context))


@everyone
@_secret
@require_safe
@limited("look")
def file(request: Request, edition: str, token: str, name: str) -> HttpResponseBase:
    """A file that the page names, by the same link and no longer than it."""
    link = looks.link_by(request.edition, token)
    kept = looks.page_of(link).files.get(name)
    if kept is None:
        raise looks.link_over(link.edition)
    if request.method == "GET":
        actions.open_link(link, "file")
    return kept_file(kept)
