"""Tables with HXL tags: a row of headers for people, a row of tags for programs, then the data.

Source: HXL standard 1.1 (hxlstandard.org); attributes may stand in any order. Rows are taken and given one by
one, so that a hundred thousand of them need no more memory than one.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import BinaryIO

from jarchy.formats.cells import Cell, csv_cell, safe_cell
from jarchy.formats.sheets import write_workbook

_TAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*\Z")
ROWS_READ_FOR_TAGS = 25  # libhxl looks no further down for the row of tags
_LINES_AT_ONCE = 200
_AS_IT_IS = {int, type(None)}  # a csv.writer says these as csv_cell does, and sooner


@dataclass(frozen=True)
class HxlColumn:
    """One column: what people read above it and its tag, like #adm1+code; "" for a column without a tag."""

    header: str
    tag: str

    def __post_init__(self) -> None:
        if self.tag and not _TAG.match(self.tag):
            raise ValueError(f"not an HXL tag: {self.tag}")


def age_attribute(age_from: int | None, age_to: int | None) -> str:
    """The attribute for a band of ages, both ends in it: +age12_17; +age60_ without an upper end."""
    return f"+age{age_from or 0}_{'' if age_to is None else age_to}"


def hxl_csv(
    columns: Sequence[HxlColumn], rows: Iterable[Sequence[object]], *, preamble: Sequence[str] = ()
) -> Iterator[str]:
    """The file in pieces of a few hundred lines, to be streamed. `preamble`: lines above the headers.

    Raises ValueError for a row of another width, and for a preamble behind which nobody finds the tags.
    """
    _check(preamble)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[csv_cell(line)] for line in preamble])
    writer.writerow([csv_cell(column.header) for column in columns])
    writer.writerow([column.tag for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow(
            [value if type(value) in _AS_IT_IS else csv_cell(value) for value in _whole(row, columns)]
        )
        if number % _LINES_AT_ONCE == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def hxl_xlsx(
    out: BinaryIO,
    columns: Sequence[HxlColumn],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    made_at: datetime,
    preamble: Sequence[str] = (),
) -> None:
    """Write a workbook of one sheet to `out`, row by row. `title`: the sheet's."""
    _check(preamble)
    lines: list[Sequence[Cell]] = [[safe_cell(line)] for line in preamble]
    lines.append([safe_cell(column.header) for column in columns])
    lines.append([column.tag for column in columns])
    data = ([safe_cell(value) for value in _whole(row, columns)] for row in rows)
    write_workbook(out, chain(lines, data), title=_sheet_name(title), made_at=made_at, frozen_rows=len(lines))


def _check(preamble: Sequence[str]) -> None:
    if len(preamble) + 2 > ROWS_READ_FOR_TAGS:
        raise ValueError("so many lines above the tags that programs will not find them")


def _whole(row: Sequence[object], columns: Sequence[HxlColumn]) -> Sequence[object]:
    if len(row) != len(columns):
        raise ValueError(f"{len(row)} cells under {len(columns)} columns")
    return row


def _sheet_name(title: str) -> str:
    """At most 31 characters, without those that a workbook forbids."""
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip()[:31] or "Sheet"
