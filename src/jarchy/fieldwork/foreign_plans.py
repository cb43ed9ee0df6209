"""Plans from somebody else's sheet: each row, read by a mapping, as a row of our own plan sheet.

So the same desk judges both, by the same rules; what it finds is told by the names that the sheet has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from jarchy.charter.foreign import MeantRow, meant_rows
from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.plan_blank import COHOSTS, COLUMNS, NUMBER, SUPPORTER
from jarchy.fieldwork.plan_desk import PlanDesk
from jarchy.fieldwork.plan_rows import PlanRow, spread
from jarchy.formats.filled_sheets import FilledSheet
from jarchy.formats.sheet_mappings import Mapped
from jarchy.formats.tables import Finding
from jarchy.places.queries import NamedPlace

# Our columns by the mapping's fields; a place is one of these, however deep it lies.
FIELD_OF = {
    "date": "date", "kind": "kind", "venue": "venue", "audience": "audience", "topics": "topics",
    "expected": "expected", "team": "team",
}  # fmt: skip
_PLACE = ("rayon", "village")
_ASKED = tuple(
    name for name in COLUMNS if name not in (COHOSTS, SUPPORTER, "sessions")
)  # the rest stays as it is


def judged(edition: Edition, mapped: Mapped, desk: PlanDesk) -> tuple[list[PlanRow], list[Finding]]:
    """The rows that are whole, and all that is wrong with any, in the sheet's order."""
    meant = list(meant_rows(edition, mapped))
    whose = {row.organisation.slug: row.organisation for row in meant if row.organisation}
    nobody = Organisation()  # rows of nobody we know: their other cells are judged all the same
    sheets = [(_sheet(mapped, [r for r in meant if r.organisation == one]), one) for one in whose.values()]
    stray = [row for row in meant if row.organisation is None]
    rows = desk.judge([*sheets, *([(_sheet(mapped, stray), nobody)] if stray else [])])
    findings = [*mapped.sheet.findings, *mapped.findings, *(one for row in meant for one in row.findings)]
    blamed = {(one.row, one.column) for one in findings}
    strays = {row.row.number for row in stray}
    placeless = {row.row.number for row in meant if row.place is None}
    for one in desk.findings:
        said = replace(one, column=_header(mapped, one.column))
        is_of_place = one.column in _PLACE and one.row in placeless
        is_of_nobody = one.code == "fieldwork.plan_not_yours" and one.row in strays
        if not is_of_place and not is_of_nobody and (said.row, said.column) not in blamed:
            findings.append(said)
    findings.sort(key=lambda one: one.row or 0)
    return [row for row in rows if row.organisation is not nobody], findings


def _header(mapped: Mapped, column: str | None) -> str | None:
    if column in _PLACE:
        return next(
            (mapped.header_of(one) for one in ("pcode", "adm3", "adm2", "adm1") if one in mapped.columns),
            column,
        )
    name = FIELD_OF.get((column or "").partition("/")[0])
    return mapped.header_of(name) if name else None if column == NUMBER else column


def _sheet(mapped: Mapped, rows: list[MeantRow]) -> FilledSheet:
    by_number = {row.row.number: [_cells(row).get(name, "") for name in _ASKED] for row in rows}
    return FilledSheet(mapped.sheet.name, NUMBER, header=_ASKED, lines=partial(spread, by_number))


def _cells(row: MeantRow) -> dict[str, str]:
    said: Mapping[str, str] = row.row.said
    return {
        NUMBER: str(row.row.uuid), "date": row.row.day.isoformat() if row.row.day else "", **_place(row.place),
        **{column: said.get(field, "") for column, field in FIELD_OF.items() if column != "date"},
    }  # fmt: skip


def _place(place: NamedPlace | None) -> dict[str, str]:
    if place is None:
        return {}
    district = place.district or place.region
    return {"rayon": district} if place.pcode == district else {"rayon": district, "village": place.pcode}
