"""Serves the files: the public's to everyone, the exact 5W to the office as far as each may see."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from jarchy.foundation.narrowing import Role
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.people.doors import Request, enter, everyone
from jarchy.publications.five_w import FiveW, file_name, five_w, five_w_csv, five_w_xlsx
from jarchy.publications.public_files import public_file, state_of

OFFICE = (Role.SECRETARIAT, Role.REVIEWER, Role.PARTNER)
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PUBLIC, STAFF = "public, max-age=60", "private, no-store"


def _state_of(request: Request, edition: str) -> str:
    return f'"{state_of(request.edition)}"'


# Answers 304 to whoever has the file as it still is: making it anew may take seconds.
_unless_held = condition(etag_func=_state_of)


@everyone
@require_safe
@_unless_held
def public_csv(request: Request, edition: str) -> HttpResponseBase:
    return _public(request, "5w.csv", CSV, f"{_file_name(request, '5w')}.csv")


@everyone
@require_safe
@_unless_held
def public_xlsx(request: Request, edition: str) -> HttpResponseBase:
    return _public(request, "5w.xlsx", XLSX, f"{_file_name(request, '5w')}.xlsx")


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
    name = f"{request.edition.slug}-coming-{request.edition.today()}.ics"
    return _public(request, "coming.ics", "text/calendar; charset=utf-8", name)


@everyone
@require_safe
@_unless_held
def everything(request: Request, edition: str) -> HttpResponseBase:
    response = _public(request, "public.json", "application/json", f"{_file_name(request, 'public')}.json")
    response["Access-Control-Allow-Origin"] = "*"  # it is public: pages of others may read it
    return response


def _public(request: Request, name: str, content_type: str, saved_as: str) -> HttpResponseBase:
    file = public_file(request.edition, get_language() or "", name)
    return _named(FileResponse(file, content_type=content_type), saved_as, PUBLIC)


def _file_name(request: Request, what: str) -> str:
    return file_name(request.edition, what, ledger.look(request.edition, Sight.PUBLIC, is_live=False))


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
