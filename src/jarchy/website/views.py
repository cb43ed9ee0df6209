"""Serves the public pages: finds the edition, calls the page, sets headers. No session is touched, no cookie set."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from jarchy.charter import queries as charter
from jarchy.people.doors import everyone
from jarchy.website import pages
from jarchy.website.problems import Problems

FRESH_SECONDS = 3
"""How long a copy may be shown unasked: a confirmed report must be seen within 5 seconds."""

PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}

View = Callable[..., HttpResponseBase]


def _served(page: Callable[..., str]) -> View:
    """A view of everyone that gives this page of the address's edition, in the address's language."""

    @everyone
    @wraps(page)
    def view(request: HttpRequest, edition: str, **asked: Any) -> HttpResponseBase:
        return _response(request, page(charter.edition(edition), get_language() or "", **asked))

    return view


def _response(request: HttpRequest, html: str) -> HttpResponseBase:
    """The page with its ETag, or 304 to whoever has it already."""
    etag = f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'
    whole = HttpResponse(html)
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response


@everyone
def languages(request: HttpRequest) -> HttpResponseBase:
    """The choice of languages, at /."""
    return _response(request, pages.languages(charter.current_edition()))


@everyone
def current_home(request: HttpRequest) -> HttpResponseBase:
    """The first page of the current edition, at /<language>/."""
    return _response(request, pages.home(charter.current_edition(), get_language() or ""))


home = _served(pages.home)
numbers = _served(pages.numbers)
corrections = _served(pages.corrections)
recommendations = _served(pages.recommendations)
figure = _served(pages.figure)
made_of = _served(pages.made_of)
where = _served(pages.where)
oblast = _served(pages.oblast)
coming = _served(pages.coming)
event = _served(pages.event)
organisations = _served(pages.organisations)
how_we_count = _served(pages.how_we_count)
downloads = _served(pages.downloads)
document = _served(pages.document)


@everyone
def event_card(request: HttpRequest, edition: str, uuid: UUID, shape: str) -> HttpResponseBase:
    """A coming activity's picture, as long as it is coming."""
    data = pages.event_card(charter.edition(edition), get_language() or "", uuid=uuid, shape=shape)
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response


@everyone
def map_file(request: HttpRequest, edition: str, ending: str) -> HttpResponseBase:
    """The map of the first page, to be changed (SVG) or shown (PNG)."""
    if ending not in PICTURE_TYPES:
        raise Problems.no_map()
    return _picture(pages.map_file(charter.edition(edition), get_language() or ""), f"{edition}-map", ending)


@everyone
def days_file(request: HttpRequest, edition: str, ending: str, pcode: str | None = None) -> HttpResponseBase:
    """Days by places, of the country or of one oblast."""
    if ending not in PICTURE_TYPES:
        raise Problems.no_days()
    svg = pages.days_file(charter.edition(edition), get_language() or "", pcode=pcode)
    return _picture(svg, "-".join(word for word in (edition, "days", pcode) if word), ending)


def _picture(svg: str, name: str, ending: str) -> HttpResponseBase:
    data = svg.encode() if ending == "svg" else pages.drawn_png(svg)
    response = HttpResponse(data, content_type=PICTURE_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}-{get_language()}.{ending}"'
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response
