"""Whom and where the words of somebody else's sheet mean, among an edition's organisations and places.

A place is never matched on its name alone where two have it: what it lies in must fit, or there are several. Each list
is asked once for a whole file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from jarchy.charter.foreign_problems import Problems
from jarchy.charter.models import Edition, Organisation, SheetMapping
from jarchy.formats.foreign_words import PLACE_FIELDS
from jarchy.formats.sheet_mappings import Mapped, MappedRow
from jarchy.formats.table_values import nearest
from jarchy.formats.tables import Finding
from jarchy.foundation.texts import text_in
from jarchy.places.queries import NamedPlace, named_places
from jarchy.places.rules import folded_name
from jarchy.words.folding import fold

MOST_CHOICES = 6


def sheet_mapping(edition: Edition, name: str) -> SheetMapping:
    """The mapping of this name as it is now. Raises foreign.no_mapping."""
    row = SheetMapping.objects.filter(edition=edition, name=name, is_current=True).first()
    if row is None:
        raise Problems.no_mapping(name=name)
    row.edition = edition
    return row


@dataclass(frozen=True)
class MeantRow:
    """A row with its organisation and place; None where they are not known, and why is among the findings."""

    row: MappedRow
    organisation: Organisation | None
    place: NamedPlace | None
    findings: tuple[Finding, ...]


@dataclass
class Meanings:
    """The edition's organisations and places by how people write them."""

    edition: Edition
    mapped: Mapped

    @cached_property
    def organisations(self) -> dict[str, set[Organisation]]:
        found: dict[str, set[Organisation]] = defaultdict(set)
        for row in Organisation.objects.filter(participations__edition=self.edition).distinct():
            for text in {row.slug, *row.names.values()}:
                found[fold(text)].add(row)
        return found

    @cached_property
    def places(self) -> dict[str, NamedPlace]:
        return named_places(self.edition.country)

    @cached_property
    def by_name(self) -> dict[str, list[NamedPlace]]:
        found: dict[str, list[NamedPlace]] = defaultdict(list)
        for place in self.places.values():
            for name in place.names:
                found[name].append(place)
        return found

    @cached_property
    def country_names(self) -> set[str]:
        return {fold(name) for name in self.edition.country_names.values()}

    def meant(self, row: MappedRow) -> MeantRow:
        findings = list(row.findings)
        organisation = self._organisation(row, findings)
        place = self._place(row, findings)
        since, until = self.edition.prepares_from, self.edition.reports_until
        if row.day and not since <= row.day <= until:
            params = {"since": str(since), "until": str(until)}
            self._say(findings, row, "date", "foreign.day_outside", row.day.isoformat(), **params)
        return MeantRow(row, organisation, place, tuple(findings))

    def _say(
        self, findings: list[Finding], row: MappedRow, name: str, code: str, value: str = "", **params: str
    ) -> None:
        column = self.mapped.header_of(name)
        file = self.mapped.sheet.name
        findings.append(Finding("error", file, row.number, column, value[:80] or None, code, params))

    def _organisation(self, row: MappedRow, findings: list[Finding]) -> Organisation | None:
        text = row.said.get("organisation", "")
        if not text:
            self._say(findings, row, "organisation", "foreign.no_organisation")
            return None
        found = self.organisations.get(fold(text), set())
        if len(found) != 1:
            near = nearest(fold(text), list(self.organisations), cutoff=0.8)
            better = {"better": text_in(next(iter(self.organisations[near])).names)} if near else {}
            self._say(findings, row, "organisation", "foreign.unknown_organisation", text, **better)
            return None
        return next(iter(found))

    def _place(self, row: MappedRow, findings: list[Finding]) -> NamedPlace | None:
        if pcode := "".join(row.said.get("pcode", "").split()).upper():
            if pcode not in self.places:
                self._say(findings, row, "pcode", "foreign.unknown_pcode", pcode)
            return self.places.get(pcode)
        said = [(name, text) for name in PLACE_FIELDS if (text := row.said.get(name, ""))]
        if not said:
            self._say(findings, row, "adm1", "foreign.no_place")
            return None
        meant = self._deepest([{fold(text), folded_name(text)} for _name, text in said])
        if len(meant) == 1:
            return meant[0]
        shown = ", ".join(text for _name, text in reversed(said))
        if meant:
            choices = ", ".join(sorted(place.pcode for place in meant)[:MOST_CHOICES])
            self._say(findings, row, said[-1][0], "foreign.several_places", shown, choices=choices)
        else:
            self._say(findings, row, said[-1][0], "foreign.unknown_place", shown)
        return None

    def _deepest(self, ways: list[set[str]]) -> list[NamedPlace]:
        """Places of the last name (in the ways in which it may be folded) that lie in all those before it; the
        country's own name narrows nothing."""
        *above, last = ways
        found = []
        for place in {one.pcode: one for way in last for one in self.by_name.get(way, ())}.values():
            around = [self.places[pcode] for pcode in place.above if pcode in self.places]
            names = {name for one in around for name in one.names} | self.country_names
            if all(way & names for way in above):
                found.append(place)
        return found


def meant_rows(edition: Edition, mapped: Mapped) -> Iterator[MeantRow]:
    meanings = Meanings(edition, mapped)
    for row in mapped.rows():
        yield meanings.meant(row)
