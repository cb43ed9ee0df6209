"""Logos of those who carry and pay for the campaign, from this house alone."""

from __future__ import annotations

from django.http import FileResponse, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jarchy.foundation import files
from jarchy.people.doors import Request, everyone
from jarchy.publications.logos import public_logo
from jarchy.publications.problems import Problems
from jarchy.publications.views import PUBLIC

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@everyone
@require_safe
def logo(request: Request, edition: str, slug: str, ending: str) -> HttpResponseBase:
    """The file as its owner gave it. Opened alone it may do nothing but be looked at."""
    row = public_logo(request.edition, get_language() or "", slug)
    if row.ending != ending:
        raise Problems.no_logo()
    response = FileResponse(files.open_kept(row.sha256), content_type=TYPES[row.ending])
    response["Cache-Control"] = PUBLIC
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
