"""Reports from somebody else's sheet: each row, read by a mapping, as a row of the form's own sheet.

So the same desk judges both; what it finds is told by the names that the sheet has. Rows are of several organisations,
each with lists of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from jarchy.charter.foreign import MeantRow, meant_rows
from jarchy.charter.models import Organisation
from jarchy.charter.wording import worded
from jarchy.formats.filled_sheets import FilledRow, FilledSheet
from jarchy.formats.sheet_mappings import Mapped
from jarchy.formats.tables import Finding
from jarchy.forms.models import FormVersion
from jarchy.forms.purposes import foreign_answers
from jarchy.forms.sending import may_send_for
from jarchy.forms.sheets.cells import folded
from jarchy.forms.sheets.columns import NUMBER, SheetColumn, columns_of
from jarchy.forms.sheets.judging import Fault, Judged, SheetDesk
from jarchy.forms.versions import compiled
from jarchy.foundation.narrowing import Actor


@dataclass
class ForeignTable:
    """A sheet under a mapping, with what a blank that came back has. Its rows say whose they are and where."""

    version: FormVersion
    mapped: Mapped
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.mapped.sheet.name

    @property
    def is_readable(self) -> bool:
        return self.mapped.sheet.is_readable

    @property
    def findings(self) -> list[Finding]:
        return [*self.mapped.sheet.findings, *self.mapped.findings]

    def say(self, code: str) -> None:
        self.mapped.sheet.say(code)

    def rows(self) -> Iterator[MeantRow]:
        return meant_rows(self.version.edition, self.mapped)


@dataclass
class ForeignDesk:
    """As `SheetDesk`, for rows of several organisations."""

    version: FormVersion
    table: ForeignTable
    by: Actor
    faults: list[Fault] = field(default_factory=list)
    _desks: dict[str, SheetDesk] = field(default_factory=dict)
    _spoilt: set[int] = field(default_factory=set)  # rows with a word that none of the ticks means

    @cached_property
    def columns(self) -> list[SheetColumn]:
        return columns_of(compiled(self.version))

    @cached_property
    def asked(self):
        """Answers by the question's name, and which field of the mapping a question is: the purpose knows."""
        return foreign_answers[self.version.purpose]

    def judge(self, rows: Sequence[MeantRow]) -> list[Judged]:
        """Those of the rows that are whole; what is wrong with the others is among the faults."""
        found: list[Judged] = []
        for desk, some in self._by_organisation(rows):
            blamed = self._blame(some)
            filled = [self._filled(row, desk) for row in some]
            judged = desk.judge(filled)
            self._take_faults(desk, blamed)
            found += self._whole(judged, desk, blamed)
        return found

    def prepare(self, rows: Sequence[MeantRow]) -> list[Judged]:
        """The same of rows that were judged before."""
        found: list[Judged] = []
        for desk, some in self._by_organisation(rows):
            blamed = self._blame(some)
            judged = desk.prepare([self._filled(row, desk) for row in some])
            self._take_faults(desk, blamed)
            found += self._whole(judged, desk, blamed)
        return sorted(found, key=lambda one: one.row)

    def body_of(self, one: Judged) -> bytes:
        return self._desks[one.organisation].body_of(one)

    def _whole(
        self, judged: Sequence[Judged], desk: SheetDesk, blamed: set[tuple[int | None, str | None]]
    ) -> list[Judged]:
        """Those of which nothing was said before the form was asked."""
        bad = {number for number, _column in blamed} | self._spoilt
        slug = desk.slug
        return [replace(one, organisation=slug) for one in judged if slug and one.row not in bad]

    def _by_organisation(self, rows: Sequence[MeantRow]) -> list[tuple[SheetDesk, list[MeantRow]]]:
        groups: dict[str, list[MeantRow]] = defaultdict(list)
        for row in rows:
            organisation = (
                row.organisation or Organisation()
            )  # the other cells of nobody's rows are judged all the same
            groups[organisation.slug].append(row)
            if organisation.slug not in self._desks:
                table = FilledSheet(
                    self.table.name, NUMBER, header=[NUMBER, *(one.header for one in self.columns)]
                )
                self._desks[organisation.slug] = SheetDesk(self.version, organisation, table, self.by)
        return [(self._desks[slug], some) for slug, some in groups.items()]

    def _blame(self, rows: Sequence[MeantRow]) -> set[tuple[int | None, str | None]]:
        """Say what is wrong before the form is asked; the rows and columns of which something was said."""
        findings = [one for row in rows for one in row.findings]
        edition = self.version.edition.slug
        for row in rows:
            slug = row.organisation.slug if row.organisation else ""
            if slug and not may_send_for(self.by, edition=edition, organisation=row.organisation):
                column = self.table.mapped.header_of("organisation")
                value = row.row.said.get("organisation", slug)[:80]
                findings.append(
                    Finding("error", self.table.name, row.row.number, column, value, "foreign.not_yours")
                )
        self.faults += [worded(one) for one in findings]
        places = {row.row.number for row in rows if row.place is None}
        return {(one.row, one.column) for one in findings} | {
            (number, column) for number in places for column in self._place_columns
        }

    @cached_property
    def _place_columns(self) -> set[str]:
        return {self._header(name) or name for name in ("adm1", "adm2", "settlement")}

    def _take_faults(self, desk: SheetDesk, blamed: set[tuple[int | None, str | None]]) -> None:
        said = set(blamed)
        for fault in desk.faults:
            column = self._header(str(fault["column"] or ""))
            if (
                fault["row"],
                column,
            ) not in said:  # what hangs on a fault, or follows of it, is said no second time
                said.add((fault["row"], column))  # type: ignore[arg-type]
                self.faults.append({**fault, "column": column})
        desk.faults.clear()

    def _header(self, column: str) -> str | None:
        """What the sheet calls that of which a fault was found."""
        key = column.partition("/")[0]
        name = self.asked.field_of.get(key)
        if key == NUMBER or not column:
            return None
        if name in ("adm1", "adm2", "adm3"):
            deepest = ("pcode", "adm3", "adm2", "adm1", "country")
            name = next((one for one in deepest if one in self.table.mapped.columns), name)
        return self.table.mapped.header_of(name) if name else key

    def _filled(self, row: MeantRow, desk: SheetDesk) -> FilledRow:
        answers = self.asked.answers_of(row)
        cells: dict[str, object] = {NUMBER: str(row.row.uuid)}
        ticked: dict[str, set[str]] = defaultdict(set)
        for column in self.columns:
            text = answers.get(column.key, "")
            if not text:
                continue
            if column.ticks is None:
                if column.part == 1:
                    cells[column.header] = text
                continue
            labels = {column.ticks.name, *(folded(label) for label in column.ticks.labels.values())}
            meant = {part for part in _parts(text) if part in labels or folded(part) in labels}
            if meant:
                cells[column.header] = "x"
            ticked[column.key] |= meant
        for key, meant in ticked.items():
            for part in _parts(answers[key]):
                if part not in meant:
                    self._spoilt.add(row.row.number)
                    desk.faults.append(
                        worded(
                            Finding(
                                "error",
                                self.table.name,
                                row.row.number,
                                key,
                                part[:80],
                                "forms.unknown_choice",
                            )
                        )
                    )
        return FilledRow(row.row.number, cells)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
