"""Charts and cards that anybody may take away: as SVG to be changed, as PNG to be shown."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jarchy.formats.pdf import kept_png
from jarchy.people.doors import Request, everyone
from jarchy.pictures.share_cards import POINTS_AN_INCH, SIZES, Shape, share_card
from jarchy.publications.cards import figure_to_send
from jarchy.publications.charts import chart, chart_png, chart_table
from jarchy.publications.problems import Problems
from jarchy.publications.views import PUBLIC


@everyone
@require_safe
def svg(request: Request, edition: str, indicator: str, by: str, pcode: str | None = None) -> HttpResponse:
    return _sent(
        _chart(request, indicator, by, pcode).encode(), "image/svg+xml", request, indicator, by, "svg", pcode
    )


@everyone
@require_safe
def png(request: Request, edition: str, indicator: str, by: str, pcode: str | None = None) -> HttpResponse:
    return _sent(
        chart_png(_chart(request, indicator, by, pcode)), "image/png", request, indicator, by, "png", pcode
    )


@everyone
@require_safe
def table(request: Request, edition: str, indicator: str, by: str, pcode: str | None = None) -> HttpResponse:
    """The numbers of a chart, for a spreadsheet."""
    found = chart_table(request.edition, get_language() or "", indicator=indicator, by=by, pcode=pcode)
    return _sent(found.encode(), "text/csv; charset=utf-8", request, indicator, by, "csv", pcode)


@everyone
@require_safe
def card(
    request: Request, edition: str, indicator: str, shape: str, pcode: str | None = None
) -> HttpResponse:
    """A number's picture for a message."""
    if shape not in SIZES:
        raise Problems.no_card()
    found = figure_to_send(request.edition, get_language() or "", indicator=indicator, pcode=pcode)
    width, height = SIZES[Shape(shape)]
    data = kept_png(share_card(found.card, Shape(shape)), width=width, height=height, ppi=POINTS_AN_INCH)
    return _sent(data, "image/png", request, indicator, shape, "png", pcode)


def _chart(request: Request, indicator: str, by: str, pcode: str | None) -> str:
    return chart(request.edition, get_language() or "", indicator=indicator, by=by, pcode=pcode)


def _sent(data: bytes, content_type: str, request: Request, *words: str | None) -> HttpResponse:
    *name, ending, pcode = words
    saved_as = "-".join(str(word) for word in (request.edition.slug, *name, pcode, get_language()) if word)
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{saved_as}.{ending}"'
    response["Cache-Control"] = PUBLIC
    return response
