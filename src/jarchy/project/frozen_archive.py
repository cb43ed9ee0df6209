"""Writes `archive/`: what an auditor needs to prove every number when the server is gone. Account numbers stand in it,
and no name, no telephone, no text that somebody wrote.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from jarchy.charter.actions import folder_of
from jarchy.charter.folder import sheets_of
from jarchy.charter.models import Edition
from jarchy.fieldwork.queries import archived as fieldwork
from jarchy.formats.cells import Cell, csv_cell, safe_cell
from jarchy.formats.numbers import day_text
from jarchy.formats.sheets import write_book
from jarchy.formats.workbooks import settled
from jarchy.forms import archived as forms
from jarchy.foundation import files
from jarchy.foundation.models import AuditLine
from jarchy.foundation.texts import text_in
from jarchy.ledger.queries.exact import exact_figures, exact_sums
from jarchy.ledger.queries.written import journal_lines
from jarchy.people import archived as people
from jarchy.project import archive
from jarchy.project.frozen_public import Progress, put
from jarchy.publications import archived as publications
from jarchy.website.frozen import Stamp

Rows = Iterator[Sequence[Any]]
OWN = 0o600
AT_ONCE = 500
FIGURES, SUMS = "figures", "sums"
FIGURE_COLUMNS = ("indicator", "version", "name", "place", "value", "unit", "qualifier", "numerator", "denominator",
                  "why_none")  # fmt: skip
SUM_COLUMNS = ("measure", "week", "oblast", "district", "organisation", "counts_nationally", "open", "value")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_.-]*")


def audit_lines(edition: Edition) -> Rows:
    """Its header first. What somebody typed as a reason is left out, a reason of the lists is not."""
    yield ["at", "day", "account", "actor", "verb", "kind", "key", "reason", "details"]
    for row in AuditLine.objects.filter(edition=edition.slug).order_by("pk").iterator(chunk_size=1000):
        reason = row.why if _SLUG.fullmatch(row.why) else ""
        details = json.dumps(row.details, sort_keys=True, ensure_ascii=False) if row.details else ""
        yield [
            row.at,
            row.edition_day,
            row.account,
            row.actor,
            row.verb,
            row.kind,
            row.key,
            reason,
            "" if row.kind == "charter" else details,
        ]  # fmt: skip  the charter itself lies beside it


# What lies in the archive as a table. A room that has more to prove adds a line here.
TABLES: dict[str, Callable[[Edition], Rows]] = {
    "audit.csv": audit_lines,
    "documents/documents.csv": publications.documents,
    "documents/figures.csv": publications.figures,
    "evidence/activities.csv": fieldwork.activities,
    "evidence/answers.csv": forms.answers,
    "evidence/approvals.csv": people.approvals,
    "evidence/calls.csv": fieldwork.calls,
    "evidence/media.csv": fieldwork.media,
    "evidence/moves.csv": fieldwork.moves,
    "evidence/noticed.csv": fieldwork.noticed,
    "evidence/pictures.csv": forms.pictures,
    "evidence/reports.csv": fieldwork.reports,
    "evidence/second_looks.csv": fieldwork.second_looks,
    "evidence/submissions.csv": forms.submissions,
    "evidence/versions.csv": fieldwork.versions,
    "evidence/weeks_in_figures.csv": fieldwork.weeks,
}


def write_archive(edition: Edition, folder: Path, stamp: Stamp, progress: Progress) -> list[str]:
    """Fills the folder; names of documents whose file is gone."""
    folder.mkdir(mode=0o700)
    folder.chmod(0o700)  # whatever the umask
    made_at = datetime.combine(stamp.day, datetime.min.time(), tzinfo=UTC)
    put(folder / "journal.jsonl", _lines(journal_lines(edition), progress), mode=OWN)
    progress("figures", 0)
    put(folder / "figures.xlsx", [], mode=OWN)
    with (folder / "figures.xlsx").open("wb") as out:
        write_book(out, {FIGURES: _figures(edition), SUMS: _sums(edition)}, made_at=made_at, frozen_rows=1)
    for name, table in TABLES.items():
        progress(name, 0)
        put(folder / name, _csv(table(edition)), mode=OWN)
    gone = _write_documents(edition, folder / "documents")
    charter = folder_of(edition)
    put(folder / "charter.xlsx", [settled(sheets_of(charter), made_at)], mode=OWN)
    for name, data in sorted(charter.files.items()):
        put(folder / "charter" / name, [data], mode=OWN)
    put(folder / "keys.json", [json.dumps(keys(), ensure_ascii=False, indent=1).encode(), b"\n"], mode=OWN)
    put(folder / "README.txt", [read_me(edition, stamp).encode()], mode=OWN)
    return gone


# --- numbers


def _lines(lines: Iterable[str], progress: Progress) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield f"{line}\n".encode()
        if number % AT_ONCE == 0:
            progress("journal", number)


def _figures(edition: Edition) -> Iterator[Sequence[Cell]]:
    yield FIGURE_COLUMNS
    for found in exact_figures(edition):
        row = found.indicator
        yield [safe_cell(value) for value in (
            row.slug, row.version, text_in(row.names, edition.languages[0]), found.place.pcode if found.place else "",
            found.value, found.unit, found.qualifier, found.numerator, found.denominator, found.why_none,
        )]  # fmt: skip


def _sums(edition: Edition) -> Iterator[Sequence[Cell]]:
    yield SUM_COLUMNS
    yield from exact_sums(edition)


# --- tables, documents


def _csv(rows: Rows) -> Iterator[bytes]:
    """UTF-8 with a mark, as spreadsheets know it by; no cell is a formula."""
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\n")
    for number, row in enumerate(rows, start=1):
        writer.writerow([csv_cell(value) for value in row])
        if number % AT_ONCE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _write_documents(edition: Edition, folder: Path) -> list[str]:
    gone = []
    for name, sha256 in publications.kept_files(edition):
        try:
            with files.open_kept(sha256) as kept:
                put(folder / name, iter(partial(kept.read, 1 << 20), b""), mode=OWN)
        except FileNotFoundError:
            gone.append(name)
    return gone


# --- what it is, and with which keys


def keys() -> dict[str, Any]:
    """No key is needed to verify; of each that the house has, what it did and a fingerprint, never the key."""
    used_for = {
        "secret_key": "signed cookies; nothing in this archive",
        "seal_key": "sealed drafts, telephones and files that were no pictures; none of them is in this archive",
        "hmac_key": "keyed_hash in evidence/submissions.csv: only whoever has this key can tie it to answers",
        "device_key": "what phones sign in with; nothing in this archive",
    }
    return {
        "needed_to_verify": [],
        "chain": "SHA-256 over canonical JSON, without a key: see README.txt",
        "keys": [
            {"id": name, "used_for": used_for[name], "fingerprint_sha256": fingerprint(name)}
            for name in archive.KEYS
        ],
    }


def fingerprint(name: str) -> str:
    """Tells one key from another; the keys are 48 random bytes, so nothing can be found from it."""
    path = Path(settings.HOME) / "keys" / name
    secret = path.read_text().strip() if path.exists() else str(getattr(settings, name.upper(), ""))
    return hashlib.sha256(f"jarchy {name} {secret}".encode()).hexdigest()


def read_me(edition: Edition, stamp: Stamp) -> str:
    """What each file is and how to verify, in every language of the edition."""
    parts = []
    for language in edition.languages:
        with override(language):
            parts.append(_read_me(edition, stamp, language))
    return "\n\n".join(parts)


def _read_me(edition: Edition, stamp: Stamp, language: str) -> str:
    files_in = {
        "journal.jsonl": gettext("the journal: each entry with its lines and its hash"),
        "figures.xlsx": gettext("every exact number by place, and the sums by place, organisation and week"),
        "charter/, charter.xlsx": gettext(
            "the campaign file as it stood: definitions, targets, organisations"
        ),
        "evidence/": gettext(
            "plans, reports, decisions, submissions and pictures by their hashes; no free text, no names"
        ),
        "documents/": gettext("the documents that were made, with every figure that is written on them"),
        "audit.csv": gettext("who did what, by account number"),
        "keys.json": gettext("which keys the house had; none is needed to verify"),
        "SHA256SUMS": gettext("the hash of every file here"),
    }
    day = day_text(stamp.day, language)
    said = [
        text_in(edition.names, language),
        gettext("For the auditor, never to be served: these numbers are exact."),
        gettext("Frozen on {day}, at entry {position} of the journal, by Jarchy {version}.").format(
            day=day, position=stamp.position, version=version("jarchy")
        ),
    ]
    if stamp.is_provisional:
        said.append(gettext("Provisional: reports may still come or be corrected."))
    if not edition.live:
        said.append(gettext("Example, illustrative: none of this was really held."))
    said += ["", *(f"  {name:24} {what}" for name, what in files_in.items()), ""]
    said += [
        gettext("To verify: sha256sum -c SHA256SUMS; jarchy ledger verify --file journal.jsonl"),
        gettext(
            "Without Jarchy: the hash of an entry is the SHA-256 of JSON (keys sorted, no spaces, UTF-8) of all keys of"
            " “entry”, of “lines” (each line as such JSON text, sorted) and of “before”, the hash of the entry before,"
            " empty at the first."
        ),
        gettext("An account number leads to a name only for as long as the server keeps the account."),
    ]
    return "\n".join(said) + "\n"
