"""Rows of the folder's tables on a page: cells as they stand in the file, checked as the file is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jarchy.charter.folder.organisations import BODIES, BodyRows
from jarchy.charter.folder.rows import TableRows, by_file, cells_of
from jarchy.charter.models import Edition
from jarchy.charter.problems import Problems
from jarchy.formats.tables import Finding, Row, read_table, write_table


def rows_of(file: str) -> TableRows | BodyRows:
    """Raises charter.no_such_row where there is no such table."""
    rows = BODIES if file == BODIES.spec.file else by_file(file)
    if rows is None:
        raise Problems.no_such_row(file=file, id="", column="id")
    return rows


def table_on_page(edition: Edition, file: str) -> dict[str, dict[str, str]]:
    """The rows that stand, by their id, each by the file's columns. One query."""
    rows = rows_of(file)
    found = {}
    for one in rows.kept(edition):
        if one.is_retired:
            continue
        values: Mapping[str, Any] = rows.values_of(one)
        cells: dict[str, str] = {}
        for column in rows.spec.columns:
            cells |= cells_of(rows.spec, column, values[rows.field_of(column.name)], edition.languages)
        found[cells["id"]] = cells
    return found


def read_on_page(
    edition: Edition, file: str, cells: Mapping[str, str]
) -> tuple[dict[str, Any], list[Finding]]:
    """What a row says, by the table's columns, as `change_row` takes it; and its faults. `cells`: the whole row.

    Raises charter.no_such_row where there is no such table.
    """
    rows = rows_of(file)
    data = write_table(rows.spec, edition.languages, [Row(2, {}, cells)])
    table = read_table(data, rows.spec, edition.languages)
    faults = [finding for finding in table.findings if finding.level == "error"]
    if faults or not table.rows:
        return {}, faults
    values = rows.values(table.rows[0])
    return {column.name: values[rows.field_of(column.name)] for column in rows.spec.columns}, []
