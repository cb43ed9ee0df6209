"""Charts that anybody may take away: as SVG to be changed, as PNG to be shown."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jarchy.people.doors import Request, everyone
from jarchy.publications.charts import chart, chart_png
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


def _chart(request: Request, indicator: str, by: str, pcode: str | None) -> str:
    return chart(request.edition, get_language() or "", indicator=indicator, by=by, pcode=pcode)


def _sent(data: bytes, content_type: str, request: Request, *words: str | None) -> HttpResponse:
    *name, ending, pcode = words
    saved_as = "-".join(str(word) for word in (request.edition.slug, *name, pcode, get_language()) if word)
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{saved_as}.{ending}"'
    response["Cache-Control"] = PUBLIC
    return response
