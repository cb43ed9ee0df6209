"""Serves the files: the public's to everyone, the exact 5W to the office as far as each may see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from tempfile import TemporaryFile

from django.db.models import Count, Max
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.people.doors import Request, enter, everyone
from jarchy.publications.coming import coming_calendar
from jarchy.publications.five_w import FiveW, file_name, five_w, five_w_csv, five_w_xlsx
from jarchy.publications.public_json import public_json

OFFICE = (Role.SECRETARIAT, Role.REVIEWER, Role.PARTNER)
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PUBLIC, STAFF = "public, max-age=60", "private, no-store"


def _state_of(request: Request, edition: str) -> str:
    """An ETag of all that a public file is made of: the last midnight's position, the day, and the audit, which knows
    of every change to plans, lists and organisations. Counted too: of two lines written at once the first may come
    later.
    """
    published = ledger.published_position(request.edition)
    changes = AuditLine.objects.aggregate(last=Max("pk"), number=Count("pk"))
    state = [
        version("jarchy"),
        request.path,
        published and published.position,
        request.edition.today(),
        *changes.values(),
    ]
    return f'"{hashlib.sha256(repr(state).encode()).hexdigest()[:32]}"'


# Answers 304 to whoever has the file as it still is: making it anew may take seconds.
_unless_held = condition(etag_func=_state_of)


@everyone
@require_safe
@_unless_held
def public_csv(request: Request, edition: str) -> HttpResponseBase:
    return _csv(five_w(request.edition, get_language() or "", sight=Sight.PUBLIC), PUBLIC)


@everyone
@require_safe
@_unless_held
def public_xlsx(request: Request, edition: str) -> HttpResponseBase:
    return _xlsx(five_w(request.edition, get_language() or "", sight=Sight.PUBLIC), PUBLIC)


@enter(*OFFICE)
@require_safe
def staff_csv(request: Request, edition: str) -> HttpResponseBase:
    table = five_w(request.edition, get_language() or "", sight=Sight.EXACT, actor=request.actor)
    return _csv(table, STAFF)


@enter(*OFFICE)
@require_safe
def staff_xlsx(request: Request, edition: str) -> HttpResponseBase:
    table = five_w(request.edition, get_language() or "", sight=Sight.EXACT, actor=request.actor)
    return _xlsx(table, STAFF)


@everyone
@require_safe
@_unless_held
def coming(request: Request, edition: str) -> HttpResponseBase:
    content = coming_calendar(request.edition, get_language() or "")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    return _named(response, f"{request.edition.slug}-coming-{request.edition.today()}.ics", PUBLIC)


@everyone
@require_safe
@_unless_held
def everything(request: Request, edition: str) -> HttpResponseBase:
    look = ledger.look(request.edition, Sight.PUBLIC, is_live=False)
    response = StreamingHttpResponse(public_json(request.edition), content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"  # it is public: pages of others may read it
    return _named(response, f"{file_name(request.edition, 'public', look)}.json", PUBLIC)


def _csv(table: FiveW, kept: str) -> HttpResponseBase:
    pieces: Iterator[str] = five_w_csv(table)
    response = StreamingHttpResponse(pieces, content_type=CSV)
    return _named(response, f"{table.file_name}.csv", kept)


def _xlsx(table: FiveW, kept: str) -> HttpResponseBase:
    """Written to a temporary file first: a workbook is a zip, its index comes last."""
    out = TemporaryFile()  # noqa: SIM115  the response closes it
    five_w_xlsx(table, out)
    out.seek(0)
    return _named(FileResponse(out, content_type=XLSX), f"{table.file_name}.xlsx", kept)


def _named(response: HttpResponseBase, name: str, kept: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = kept
    return response
