"""The documents' part of a campaign folder: logos.csv with the files in logos/, and documents.csv.

What stands here is not changed on pages: `save` writes nothing. A workbook carries the rows; the files stay
in the folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jarchy.charter.folder import CAMPAIGN, Changes, Context, Folder, error, read_tables, warning
from jarchy.charter.folder.references import unknown
from jarchy.charter.folder.rows import TableRows, changes_of, load_table
from jarchy.charter.models import Edition
from jarchy.formats.table_values import nearest
from jarchy.formats.tables import Column, Finding, Row, Table, TableSpec, write_table
from jarchy.foundation import files as kept_files
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.texts import Insertion, insertions, insertions_in
from jarchy.pictures.logos import LogoFile, LogoRefused, logo_of
from jarchy.publications.models import Logo, Passage
from jarchy.publications.problems import Findings
from jarchy.publications.rules import Door, Kind, LogoSize, Stands, is_as_large

FOLDER = "logos/"
ENDINGS = (".svg", ".png")
HERE = "here"
LOGOS = TableSpec(
    "logos.csv",
    (
        Column("id", "id", required=True, says="names the logo; [funding] of campaign.toml names the emblem by it"),
        Column("organisation", "organisation", says="id of organisations.csv; empty: nobody's of these"),
        Column("file", "text", required=True, says="its name in logos/ of the folder: .svg or .png", longest=100),
        Column("order", "integer", required=True, says="of protocol, from 1; no two have the same", least=1, most=99),
        Column("alt", "texts", required=True, says="what it is, for who cannot see it", longest=200),
        Column("languages", "slugs", says="of the documents on which it may stand; empty: all"),
        Column(
            "height_mm", "integer", required=True, says="how tall on paper", unit="millimetres", least=5, most=40
        ),
        Column(
            "min_height_mm", "integer", required=True, says="below this its owner does not permit it",
            unit="millimetres", least=1, most=40,
        ),
        Column("clear_mm", "integer", required=True, says="kept empty beside it", unit="millimetres", most=40),
        Column("permitted_by", "text", says="who permitted its use, in which letter; empty: it is not shown"),
        Column("permitted_on", "date", says="when"),
        Column("illustrative", "boolean", says="yes: drawn for an example, nobody's real logo"),
        Column("source", "text", says="where the file is from"),
    ),
    "Logos that stand on documents and on the first page, in their order.",
    required=False,
)  # fmt: skip
PASSAGES = TableSpec(
    "documents.csv",
    (
        Column("id", "id", required=True, says="names the words"),
        Column("document", "choice", required=True, choices=tuple(Kind), says="on which kind of document"),
        Column("stands", "choice", required=True, choices=tuple(Stands), says="where on it"),
        Column("door", "choice", choices=tuple(Door), says="empty: on public ones and on those for official use"),
        Column(
            "text", "texts", required=True, longest=1_000,
            says="the words; {{ figure ID }}, {{ figure ID P-CODE }}, {{ fact ID }} put a number or a fact in",
        ),
    ),
    "The campaign's own words on documents, with figures by name.",
    required=False,
)  # fmt: skip
files = (LOGOS.file, f"{FOLDER}*.svg", f"{FOLDER}*.png", PASSAGES.file)


@dataclass(frozen=True)
class _LogoRows(TableRows):
    """Rows of logos.csv, each with what its file is."""

    of_file: Mapping[str, LogoFile] = field(default_factory=dict)

    def values(self, row: Row) -> dict[str, Any]:
        found = self.of_file[str(row["file"])]
        said = super().values(row) | {"organisation": row["organisation"] or ""}
        return said | {"sha256": kept_files.name_of(found.data), "ending": found.ending, "ratio": found.ratio}


LOGO_ROWS = _LogoRows(LOGOS, Logo, {"alt": "alts", "order": "place_in_order"}, has_order=False)
PASSAGE_ROWS = TableRows(PASSAGES, Passage, {"text": "texts"})


@dataclass(frozen=True)
class Papers:
    logos: Table
    passages: Table
    of_file: Mapping[str, LogoFile]
    languages: tuple[str, ...]

    @property
    def logo_rows(self) -> _LogoRows:
        return replace(LOGO_ROWS, of_file=self.of_file)


class PapersPart:
    """The part `publications` of the folder."""

    files = files

    def read(self, folder: Folder, context: Context) -> tuple[Papers, list[Finding]]:
        tables, findings = read_tables(folder, [LOGOS, PASSAGES], context.languages)
        logos, passages = tables[LOGOS.file], tables[PASSAGES.file]
        of_file: dict[str, LogoFile] = {}
        for row in logos.rows:
            findings += _faults_of_file(row, folder, of_file)
        findings += _faults_of_logos(logos, context)
        findings += _faults_of_emblem(logos, of_file, context)
        for row in passages.rows:
            findings += _faults_of_passage(row, context)
        return Papers(logos, passages, of_file, context.languages), findings

    def changes(self, data: Papers, edition: Edition | None) -> Changes:
        found = changes_of(data.logo_rows, data.logos, edition, data.languages)
        found.changed += _other_files(data, edition)
        found.add(changes_of(PASSAGE_ROWS, data.passages, edition, data.languages))
        return found

    def load(self, data: Papers, edition: Edition, by: Actor) -> None:
        for one in data.of_file.values():
            kept_files.keep(one.data, suffix=one.ending)
        load_table(data.logo_rows, data.logos, edition, {})
        load_table(PASSAGE_ROWS, data.passages, edition, {})

    def save(self, edition: Edition, folder: Folder) -> None:
        """Nothing is changed on the pages."""

    def fork(self, data: Papers, moved_by_days: int) -> dict[str, bytes]:
        """Rows and files go on; a permission was given for one campaign."""
        if not data.logos.rows:
            return {}
        lines = [
            Row(row.number, row.cells, {**row.raw, "permitted_by": "", "permitted_on": ""})
            for row in data.logos.rows
        ]
        return {LOGOS.file: write_table(LOGOS, data.languages, lines, header=data.logos.header or None)}


def _other_files(data: Papers, edition: Edition | None) -> list[str]:
    """Logos whose row says the same and whose file is another one."""
    kept = {one.slug: one.sha256 for one in LOGO_ROWS.kept(edition) if not one.is_retired} if edition else {}
    said = {str(row["id"]): data.logo_rows.values(row)["sha256"] for row in data.logos.rows}
    return [f"{LOGOS.file}: {slug} (file)" for slug in said if slug in kept and kept[slug] != said[slug]]


# --- what is wrong with a logo


def _faults_of_file(row: Row, folder: Folder, of_file: dict[str, LogoFile]) -> Iterator[Finding]:
    """The file is there, is what its name says, and harmless; then it is in `of_file`."""
    name = row["file"]
    if not isinstance(name, str) or name in of_file:
        return
    path, ending = f"{FOLDER}{name}", f".{name.rpartition('.')[2]}"
    if "/" in name or "\\" in name or ending not in ENDINGS:
        yield error(LOGOS.file, Findings.logo_name.code, row=row.number, column="file", value=name)
        return
    data = folder.read(path)
    if data is None:
        better = nearest(name, [one.removeprefix(FOLDER) for one in folder.names() if one.startswith(FOLDER)])
        more: dict[str, Any] = {"better": better} if better else {}
        yield error(path, Findings.logo_missing.code, value=name, line=row.number, **more)
        return
    try:
        found = logo_of(data)
    except LogoRefused as refused:
        yield error(path, f"publications.logo_{refused.fault}", value=name, what=refused.what)
        return
    if ending != f".{found.ending}":
        yield error(path, Findings.logo_ending.code, value=name, better=f".{found.ending}")
        return
    of_file[name] = found


def _faults_of_logos(table: Table, context: Context) -> Iterator[Finding]:
    taken: dict[object, int] = {}
    for row in table.rows:
        order, least, tall = row["order"], row["min_height_mm"], row["height_mm"]
        first = taken.setdefault(order, row.number) if order else row.number
        if first != row.number:
            yield error(
                LOGOS.file,
                Findings.order_twice.code,
                row=row.number,
                column="order",
                value=order,
                first=first,
            )
        if isinstance(least, int) and isinstance(tall, int) and tall < least:
            yield error(
                LOGOS.file,
                Findings.too_small.code,
                row=row.number,
                column="height_mm",
                value=tall,
                least=least,
            )
        who = row["organisation"]
        if isinstance(who, str) and who not in context.lists.get("organisations", {who: {}}):
            among = context.lists["organisations"]
            yield unknown(LOGOS.file, row, "organisation", who, "organisations", among)
        for language in row["languages"] or ():  # type: ignore[union-attr]
            if language not in context.languages:
                yield error(
                    LOGOS.file, Findings.logo_language.code, row=row.number, column="languages", value=language,
                    languages=", ".join(context.languages),
                )  # fmt: skip
        if not row["permitted_by"] or not row["permitted_on"]:
            at = "permitted_on" if row["permitted_by"] else "permitted_by"
            yield warning(LOGOS.file, Findings.not_permitted.code, row=row.number, column=at, logo=row["id"])


def _faults_of_emblem(table: Table, of_file: Mapping[str, LogoFile], context: Context) -> Iterator[Finding]:
    """The funder's emblem is there, in every language of the campaign, and as large as the largest."""
    funding = context.edition.funding
    if not funding.emblem:
        return
    row = next((row for row in table.rows if row["id"] == funding.emblem), None)
    if row is None:
        near = nearest(funding.emblem, [str(one["id"]) for one in table.rows])
        yield error(
            CAMPAIGN, Findings.no_emblem.code, row=funding.row, column="funding.emblem", value=funding.emblem,
            **({"better": near} if near else {}),
        )  # fmt: skip
        return
    lacks = [one for one in funding.sentence_in if row["languages"] and one not in row["languages"]]  # type: ignore[operator]
    if lacks:
        yield error(
            LOGOS.file, Findings.emblem_language.code, row=row.number, column="languages", value=row["id"],
            languages=", ".join(lacks),
        )  # fmt: skip
    sizes = {one["id"]: size for one in table.rows if (size := _size_of(one, of_file))}
    emblem = sizes.pop(funding.emblem, None)
    if funding.is_as_large and emblem and not is_as_large(emblem, list(sizes.values())):
        most = max(one.height for one in sizes.values()) // 10
        yield error(
            LOGOS.file, Findings.emblem_small.code, row=row.number, column="height_mm", value=row["height_mm"],
            most=most,
        )  # fmt: skip


def _size_of(row: Row, of_file: Mapping[str, LogoFile]) -> LogoSize | None:
    found, tall = of_file.get(str(row["file"])), row["height_mm"]
    if found is None or not isinstance(tall, int):
        return None
    return LogoSize.of(str(row["id"]), height_mm=tall, ratio=found.ratio)


# --- what is wrong with words


def _faults_of_passage(row: Row, context: Context) -> Iterator[Finding]:
    words = row["text"]
    for language, text in words.items() if isinstance(words, Mapping) else ():
        column = f"text_{language}"
        try:
            asked = insertions_in(str(text))
        except ValueError as fault:
            yield error(PASSAGES.file, Findings.braces.code, row=row.number, column=column, value=fault)
            continue
        for one in asked:
            yield from _faults_of_insertion(one, row, column, context)


def _faults_of_insertion(one: Insertion, row: Row, column: str, context: Context) -> Iterator[Finding]:
    where: dict[str, Any] = {"row": row.number, "column": column}
    if one.name not in insertions:
        better = nearest(one.name, list(insertions))
        more: dict[str, Any] = {"better": better} if better else {}
        known = ", ".join(sorted(insertions))
        yield error(PASSAGES.file, Findings.insertion.code, value=one.name, known=known, **where, **more)
        return
    if not one.words or len(one.words) > (2 if one.name == "figure" else 1):
        said = " ".join((one.name, *one.words))
        yield error(PASSAGES.file, Findings.insertion_words.code, value=said, **where)
        return
    slug, *place = one.words
    if one.name == "figure":
        among = context.lists.get("indicators")
        if among is not None and slug not in among:
            yield unknown(PASSAGES.file, row, column, slug, "indicators", among)
        yield from (found for pcode in place for found in _faults_of_place(pcode, row, where, context))
    else:
        facts = context.lists.get("facts")
        if facts is not None and slug not in facts:
            near = nearest(slug, list(facts))
            meant: dict[str, Any] = {"better": near} if near else {}
            yield error(PASSAGES.file, "charter.unknown_fact", value=slug, **where, **meant)


def _faults_of_place(pcode: str, row: Row, where: dict[str, Any], context: Context) -> Iterator[Finding]:
    if pcode == HERE:
        if row["document"] not in (None, Kind.OBLAST):
            yield error(PASSAGES.file, Findings.not_here.code, value=pcode, **where)
    elif context.places and pcode not in context.places:
        near = nearest(pcode, list(context.places), cutoff=0.9) if len(pcode) > 6 else None
        more: dict[str, Any] = {"better": near} if near else {}
        yield error(PASSAGES.file, "charter.unknown_place", value=pcode, **where, **more)
    elif context.places and context.places[pcode].level > 2:
        yield error(PASSAGES.file, Findings.too_fine.code, value=pcode, **where)
