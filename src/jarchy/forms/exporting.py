"""A form's submissions as CSV files in a zip, streamed: one table for the form, one for each repeat.

Columns are the questions of all versions by path, the newest version's first, groups and question parted by "-". Rows
of a repeat name their parent by PARENT_KEY. One pass over the rows; what belongs to repeats waits on the disk, so
memory stays flat.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO

from jarchy.charter.models import Edition
from jarchy.formats.cells import csv_cell
from jarchy.forms.listing import submissions_of
from jarchy.forms.models import FormVersion
from jarchy.forms.purposes import kept_back
from jarchy.forms.rules import HOST_PHONE
from jarchy.forms.versions import compiled
from jarchy.xforms.form import Form, Kind

AT_ONCE = 2000  # rows read together
BEFORE = ("SubmissionDate",)
AFTER = ("KEY", "FormVersion", "State", "Channel", "Organisation", "SubmitterID", "Findings", "OtherAnswers")
_ROUND = re.compile(r"\[\d+\]")
_FIELDS = ("received_at", "answers", "instance_id", "form_version_id", "state", "channel", "organisation__slug",
           "account_id", "findings")  # fmt: skip


@dataclass
class _Table:
    """The columns of a form or of a repeat, by path; `path` "" is the form's own."""

    path: str
    columns: dict[str, int] = field(default_factory=dict)

    def name(self, form_id: str) -> str:
        return f"{form_id}-{_column(self.path)}.csv" if self.path else f"{form_id}.csv"

    @property
    def heading(self) -> list[str]:
        asked = [_column(path) for path in self.columns]
        return [*asked, "PARENT_KEY", "KEY"] if self.path else [*BEFORE, *asked, *AFTER]


class _Shape:
    """Which cell each answer goes to, over all versions of a form."""

    def __init__(self, versions: Sequence[FormVersion]) -> None:
        self.tables: dict[str, _Table] = {"": _Table("")}
        self.plain: dict[int, Mapping[str, str]] = {}
        for version in versions:
            form = compiled(version)
            self.plain[version.pk] = form.plain_names
            self._take_up(form, kept_back.get(version.purpose, frozenset()))

    def _take_up(self, form: Form, hidden: frozenset[str]) -> None:
        for node in form.nodes:
            if node.kind is Kind.REPEAT:
                self.tables.setdefault(node.path, _Table(node.path))
            elif not node.is_group and node.kind is not Kind.NOTE and node.name not in {*hidden, HOST_PHONE}:
                around = form.nodes[node.in_repeat].path if node.in_repeat is not None else ""
                columns = self.tables.setdefault(around, _Table(around)).columns
                if not node.path.endswith(("/meta/instanceID", "/meta/deprecatedID")):
                    columns.setdefault(node.path, len(columns))

    def paths_of(self, version: int, answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        plain = self.plain[version]
        for name, text in answers.items():
            yield plain.get(name, name), text


def write_export(edition: Edition, form_id: str, out: BinaryIO) -> int:
    """Writes the zip and gives the number of submissions. `out` need not be seekable. Raises Problems.form_unknown."""
    rows = submissions_of(edition, form_id).values_list(*_FIELDS)
    newest_first = FormVersion.objects.filter(edition=edition, form_id=form_id).order_by("-is_current", "-id")
    versions = list(newest_first)
    shape, names = _Shape(versions), {row.pk: row.version for row in versions}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed, ExitStack() as waiting:
        spools = {
            path: waiting.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline=""))
            for path in shape.tables
            if path
        }
        with packed.open(shape.tables[""].name(form_id), "w", force_zip64=True) as raw:
            count = _write_rows(rows.iterator(AT_ONCE), shape, names, raw, spools)
        for path, spool in spools.items():
            _pack(packed, shape.tables[path], form_id, spool)
    return count


def _write_rows(
    rows: Iterator[tuple[Any, ...]], shape: _Shape, versions: Mapping[int, str], raw: IO[bytes],
    spools: Mapping[str, IO[str]],
) -> int:  # fmt: skip
    text = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=False)
    main = csv.writer(text, lineterminator="\r\n")
    inner = {path: csv.writer(spool, lineterminator="\r\n") for path, spool in spools.items()}
    main.writerow(shape.tables[""].heading)
    columns, count = shape.tables[""].columns, 0
    for came, answers, key, version, state, channel, organisation, account, findings in rows:
        count += 1
        cells = [""] * len(columns)
        others: dict[str, str] = {}
        rounds: dict[str, dict[str, str]] = {}
        for path, said in shape.paths_of(version, answers):
            if (place := columns.get(path)) is not None:
                cells[place] = csv_cell(said)
            elif (around := _round_of(path, shape.tables)) is not None:
                rounds.setdefault(around, {})[path] = said
            else:
                others[path] = said
        codes = " ".join(dict.fromkeys(found["code"] for found in findings))
        known = [
            key,
            versions[version],
            state,
            channel,
            organisation or "",
            account or "",
            codes,
            _said(others),
        ]
        main.writerow([came.isoformat(timespec="milliseconds"), *cells, *map(csv_cell, known)])
        for around, said_in in rounds.items():
            _write_round(inner, shape.tables, key, around, said_in)
    text.flush()
    text.detach()
    return count


def _write_round(
    inner: Mapping[str, Any], tables: Mapping[str, _Table], key: str, around: str, said: Mapping[str, str]
) -> None:
    plain = _ROUND.sub("", around)
    columns = tables[plain].columns
    cells = [""] * len(columns)
    for path, text in said.items():
        if (place := columns.get(_ROUND.sub("", path))) is not None:
            cells[place] = csv_cell(text)
    above = _round_of(around, tables)
    parent = f"{key}{_key_of(above)}" if above else key
    inner[plain].writerow([*cells, parent, f"{key}{_key_of(around)}"])


def _round_of(path: str, tables: Mapping[str, _Table]) -> str | None:
    """The innermost round around a path, "/data/person[2]"; None where it stands in no repeat."""
    parts = path.split("/")
    for depth in range(len(parts) - 1, 1, -1):
        above = "/".join(parts[:depth])
        if _ROUND.sub("", above) in tables:
            return above
    return None


def _key_of(around: str) -> str:
    """ "/person[2]" of "/data/person[2]": every round with its number, the form's root aside."""
    parts = around.split("/")[2:]
    return "/" + "/".join(part if part.endswith("]") or place < len(parts) - 1 else f"{part}[1]"
                          for place, part in enumerate(parts))  # fmt: skip


def _column(path: str) -> str:
    """ "what-kind" of "/data/what/kind"."""
    return "-".join(path.split("/")[2:]) or path


def _said(others: Mapping[str, str]) -> str:
    """Answers to questions that no version has."""
    return "; ".join(f"{path}={text}" for path, text in others.items())


def _pack(packed: zipfile.ZipFile, table: _Table, form_id: str, spool: IO[str]) -> None:
    heading = io.StringIO()
    csv.writer(heading, lineterminator="\r\n").writerow(table.heading)
    spool.flush()
    spool.seek(0)
    with packed.open(table.name(form_id), "w", force_zip64=True) as raw:
        raw.write(heading.getvalue().encode())
        while piece := spool.read(1 << 20):
            raw.write(piece.encode())
