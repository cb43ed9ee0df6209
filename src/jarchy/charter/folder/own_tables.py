"""The charter's own part of the folder: its tables, and the lists that forms share with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jarchy.charter.folder import organisations, rows, specs
from jarchy.charter.folder.base import Changes, Context, Folder, error, read_tables
from jarchy.charter.folder.checks import faults_between
from jarchy.charter.folder.form_choices import faults_of_choices
from jarchy.charter.folder.references import unable_to_approve
from jarchy.charter.models import Edition
from jarchy.formats.tables import Finding, Row, Table, TableSpec, write_table
from jarchy.foundation.narrowing import Actor
from jarchy.places.models import Place

# What an indicator counts: under one version it may not change, else two figures of one name mean two things.
DEFINITION = ("definition", "unit", "who_counts", "in_person", "computed", "measure", "part")


@dataclass(frozen=True)
class OwnTables:
    """The tables by file name, and the edition's languages."""

    tables: Mapping[str, Table]
    languages: tuple[str, ...]


class CharterTables:
    """The part `charter` of the folder."""

    files = tuple(specs.SPECS)

    def read(self, folder: Folder, context: Context) -> tuple[OwnTables, list[Finding]]:
        languages = context.edition.languages
        tables, findings = read_tables(folder, specs.SPECS.values(), languages)
        for file, table in tables.items():
            if table.is_whole and file in folder.files:
                context.lists[file.removesuffix(".csv")] = _ids_and_names(table)
        findings += faults_between(tables, context, today=_today(context))
        findings += faults_of_choices(folder, context)
        findings += unable_to_approve(tables["organisations.csv"], context)
        return OwnTables(tables, languages), findings

    def changes(self, data: OwnTables, edition: Edition | None) -> Changes:
        found = organisations.changes(data.tables["organisations.csv"], edition, data.languages)
        for table_rows in rows.TABLES:
            found.add(rows.changes_of(table_rows, data.tables[table_rows.spec.file], edition, data.languages))
        return found

    def faults_against(self, data: OwnTables, edition: Edition) -> Iterator[Finding]:
        """What is wrong only beside what was loaded before: another definition under a version that is in
        use.
        """
        table_rows = rows.INDICATORS
        in_use = {(one.slug, one.version): one for one in table_rows.kept(edition)}
        for row in data.tables["indicators.csv"].rows:
            before = in_use.get((row["id"], row["version"]))
            if before is None:
                continue
            said, known = table_rows.values(row), table_rows.values_of(before)
            for column in DEFINITION:
                name = table_rows.field_of(column)
                if said[name] != known[name]:
                    at = column if column != "definition" else _first_other(said[name], known[name])
                    yield error(
                        "indicators.csv",
                        "charter.definition_changed",
                        row=row.number,
                        column=at,
                        value=row.raw.get(at),
                        version=row["version"],
                    )

    def load(self, data: OwnTables, edition: Edition, by: Actor) -> None:
        places = _places_named(data)
        organisations.load(data.tables["organisations.csv"], edition, places)
        for table_rows in rows.TABLES:
            rows.load_table(table_rows, data.tables[table_rows.spec.file], edition, places)

    def save(self, edition: Edition, folder: Folder) -> None:
        languages = tuple(edition.languages)
        tables, _ = read_tables(folder, specs.SPECS.values(), languages)
        changed = {"organisations.csv": organisations.save(tables["organisations.csv"], edition, languages)}
        for table_rows in rows.TABLES:
            file = table_rows.spec.file
            changed[file] = rows.save_table(
                table_rows.spec, tables[file], table_rows.standing(edition), languages,
                values=table_rows.values, field_of=table_rows.field_of,
            )  # fmt: skip
        for file, data in changed.items():
            if data is not None:
                folder.write(file, data)

    def fork(self, data: OwnTables, moved_by_days: int) -> dict[str, bytes]:
        """Days moved; facts and helplines marked to be checked again, their sources' dates left as they are. What was
        said beside the earlier campaign's figures stays with them.
        """
        moved_columns = {"organisations.csv": ("since", "until"), "targets.csv": ("date",)}
        files = {}
        for file, columns in moved_columns.items():
            files[file] = with_days_moved(
                specs.SPECS[file], data.tables[file], data.languages, columns, moved_by_days
            )
        for file in ("facts.csv", "helplines.csv", "safeguarding.csv"):
            if not data.tables[file].rows:
                continue
            files[file] = _to_be_checked_again(specs.SPECS[file], data.tables[file], data.languages)
        notes = data.tables["figure_notes.csv"]
        if notes.header:
            files["figure_notes.csv"] = write_table(
                specs.FIGURE_NOTES, data.languages, [], header=notes.header
            )
        return files


def _ids_and_names(table: Table) -> dict[str, dict[str, str]]:
    """The names by language of each row by its id; one at fault, which is said already, as it was meant."""
    meant, listed = table.meant, {}
    for row in table.rows:
        words = row.cells.get("name")
        if row["id"]:
            listed[str(row["id"])] = {
                language: meant.get((row.number, f"name_{language}"), word)
                for language, word in (words.items() if isinstance(words, Mapping) else ())
            }
    return listed


def _today(context: Context) -> date:
    """The example's own day; the machine's for a live edition (whose folder is checked where it is
    loaded).
    """
    example = None if context.edition.live else context.edition.today
    return example or timezone.now().date()


def _first_other(said: Mapping[str, str], known: Mapping[str, str]) -> str:
    language = next((code for code in {**known, **said} if said.get(code) != known.get(code)), "")
    return f"definition_{language}"


def _places_named(data: OwnTables) -> dict[str, Place]:
    """The rows of every place that a table names. One query."""
    pcodes = {
        row[column.name] for file, table in data.tables.items() for column in specs.SPECS[file].columns
        if column.kind == "place" for row in table.rows
    }  # fmt: skip
    return {place.pcode: place for place in Place.objects.filter(pcode__in=[code for code in pcodes if code])}


def with_days_moved(
    spec: TableSpec, table: Table, languages: tuple[str, ...], columns: tuple[str, ...], days: int
) -> bytes:
    """The table with the days in these columns moved, all else as it was typed. For any room's fork."""

    def moved(row: Row) -> dict[str, Any]:
        cells = {column: row[column] for column in columns}
        return {
            column: (day + timedelta(days)).isoformat()
            for column, day in cells.items()
            if isinstance(day, date)
        }

    lines = [Row(row.number, row.cells, {**row.raw, **moved(row)}) for row in table.rows]
    return write_table(spec, languages, lines, header=table.header or None)


def _to_be_checked_again(spec: TableSpec, table: Table, languages: tuple[str, ...]) -> bytes:
    header = [
        *table.header,
        *(name for name in ("checked_on", "must_be_checked") if name not in table.header),
    ]
    lines = [
        Row(row.number, row.cells, {**row.raw, "checked_on": "", "must_be_checked": "yes"})
        for row in table.rows
    ]
    return write_table(spec, languages, lines, header=header)
