"""What stands around a page: the campaign's name, the languages, the way out, what must be said on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.formats.numbers import day_text
from jarchy.foundation.menus import Menu, MenuItem, menu_of
from jarchy.foundation.pages import LEAVE_URL, Frame, Tongue
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.texts import text_in
from jarchy.website import frozen

# Entries of the menu for who asks, in order; filled in project/joints.py by the rooms that have pages for staff.
menus: list[Callable[[HttpRequest], Sequence[MenuItem]]] = []
# Likewise what stands in the head of every page of those who go out: whom to call when something happened.
alarms: list[Callable[[HttpRequest], MenuItem | None]] = []


def public_frame(edition: Edition, language: str, path: str) -> Frame:
    """The frame of a public page at `path` (with the language, as /ky/kg-2018/where/). Knows no request."""
    return Frame(
        language=language,
        name=text_in(edition.names, language),
        where=where_and_year(edition, language),
        home_url=f"/{language}/{edition.slug}/",
        tongues=_tongues(path, edition.languages, language),
        leave_url=LEAVE_URL,
        notice=" ".join(said for said in (frozen.warning(), notice(edition, language)) if said),
        foot=(
            gettext(
                "This page sets no cookie, asks nothing of other sites and does not count you. "
                "Your browser still remembers that you were here."
            ),
            gettext("“Leave this page” does not delete messages, lists of calls or a telephone bill."),
            *frozen.foot(language),
        ),
    )


def frame_for(request: HttpRequest) -> Frame:
    """The frame of a page that knows its reader: menu, name, the way to sign out."""
    language = get_language() or settings.LANGUAGE_CODE
    edition = _edition_of(request)
    if edition is None:
        codes = [code for code, _ in settings.LANGUAGES]
        return Frame(language, tongues=_tongues(request.path, codes, language))
    user = getattr(request, "user", None)
    is_known = bool(user and user.is_authenticated)
    return Frame(
        language=language,
        name=text_in(edition.names, language),
        where=where_and_year(edition, language),
        home_url=f"/{language}/{edition.slug}/",
        tongues=_tongues(request.path, edition.languages, language),
        notice=notice(edition, language),
        menu=menu_of([item for menu in menus for item in menu(request)]) if is_known else Menu(),
        alarm=next((item for alarm in alarms if (item := alarm(request))), None) if is_known else None,
        person=str(getattr(user, "shown_name", "")) if is_known else "",
        sign_out_url=reverse("account_logout") if is_known else "",
    )


def where_and_year(edition: Edition, language: str) -> str:
    """Kyrgyzstan, 2018."""
    return f"{text_in(edition.country_names, language)}, {edition.starts.year}"


def notice(edition: Edition, language: str) -> str:
    """What an example says on every page, with the day on which it stands; nothing in a live edition."""
    if edition.live:
        return ""
    said = text_in(edition.charter.get("example", {}), language) or gettext("Example, not a help service")
    return gettext("{example}. It stands on {day}. A diamond says: made up.").format(
        example=said, day=day_text(edition.today(), language)
    )


def _edition_of(request: HttpRequest) -> Edition | None:
    try:
        return getattr(request, "edition", None) or charter.current_edition()
    except ProblemRaised:
        return None


def _tongues(path: str, languages: Sequence[str], language: str) -> list[Tongue]:
    """The same page in each language, under its own name."""
    names = dict(settings.LANGUAGES)
    rest = path.split("/", 2)[2] if path.count("/") >= 2 else ""
    return [Tongue(code, names.get(code, code), f"/{code}/{rest}", code == language) for code in languages]
