"""Whether what a row refers to is there, and whether its days lie where they may. Any room's part can ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from jarchy.charter.folder.base import CAMPAIGN, Context, error
from jarchy.formats.table_values import nearest
from jarchy.formats.tables import Finding, Row, Table, TableSpec

# Which list a column's ids come from, and where that list stands.
LISTS = {
    "organisation": "organisations", "cohosts": "organisations", "supported_by": "organisations",
    "successor_of": "organisations", "topic": "topics", "topics": "topics", "venue": "venues", "kind":
    "kinds",
    "audience": "audiences", "indicator": "indicators", "not_to_be_added_to": "indicators",
}  # fmt: skip
SINGULAR = {
    "organisations": "organisation", "topics": "topic", "venues": "venue", "kinds": "kind", "audiences":
    "audience",
    "indicators": "indicator",
}  # fmt: skip


def unknown_references(table: Table, spec: TableSpec, context: Context) -> Iterator[Finding]:
    """A finding for every place, organisation, topic, kind ... that the folder does not have.

    A list that could not be read at all is not asked: its own fault is said once, not at every row.
    """
    for row in table.rows:
        for column in spec.columns:
            value = row[column.name]
            if column.kind == "place" and isinstance(value, str):
                yield from _place(row, spec, column.name, value, context)
            elif column.name in LISTS and column.kind in ("slug", "slugs", "organisation"):
                yield from _list(row, spec, column.name, value, context)


def _place(row: Row, spec: TableSpec, column: str, pcode: str, context: Context) -> Iterator[Finding]:
    if not context.places or pcode in context.places:
        return
    if context.edition.country and not pcode.startswith(context.edition.country):
        yield error(
            spec.file,
            "charter.place_outside",
            row=row.number,
            column=column,
            value=pcode,
            country=context.edition.country,
        )
        return
    near = nearest(pcode, list(context.places), cutoff=0.9) if len(pcode) > 6 else None
    better = {"better": near} if near else {}
    yield error(spec.file, "charter.unknown_place", row=row.number, column=column, value=pcode, **better)


def _list(row: Row, spec: TableSpec, column: str, value: object, context: Context) -> Iterator[Finding]:
    name = LISTS[column]
    if name not in context.lists:
        return
    for slug in value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ():
        if slug not in context.lists[name]:
            yield unknown(spec.file, row, column, slug, name, context.lists[name])


def unknown(file: str, row: Row, column: str, slug: str, list_name: str, among: Collection[str]) -> Finding:
    """The finding for an id that is in no row of a list, with what was probably meant."""
    near = nearest(slug, list(among))
    better = {"better": near} if near else {}
    code = f"charter.unknown_{SINGULAR[list_name]}"
    return error(file, code, row=row.number, column=column, value=slug, list=f"{list_name}.csv", **better)


def unable_to_approve(organisations: Table, context: Context) -> Iterator[Finding]:
    """A finding for every body under [approvals.<kind>] that is in no row, or neither leads nor is an authority."""
    if not organisations.is_whole:
        return
    roles: dict[str, set[str]] = {}
    for row in organisations.rows:
        roles.setdefault(str(row["id"]), set()).add(str(row["role"]))
    for key, slug, line in context.edition.approvers:
        if slug not in roles:
            near = nearest(slug, list(roles))
            better = {"better": near} if near else {}
            yield error(
                CAMPAIGN, "charter.unknown_organisation", row=line, column=key, value=slug, list="organisations.csv",
                **better,
            )  # fmt: skip
        elif not roles[slug] & {"lead", "authority"}:
            yield error(CAMPAIGN, "charter.cannot_approve", row=line, column=key, value=slug)


def days_outside(
    table: Table, spec: TableSpec, column: str, *, since: date | None, until: date | None
) -> Iterator[Finding]:
    """A finding for every day before `since` or after `until`; nothing where campaign.toml lacks them."""
    if since is None or until is None:
        return
    for row in table.rows:
        day = row[column]
        if isinstance(day, date) and not since <= day <= until:
            yield error(
                spec.file,
                "charter.outside_period",
                row=row.number,
                column=column,
                value=day,
                since=since,
                until=until,
            )


def ends_before_it_starts(table: Table, spec: TableSpec, starts: str, ends: str) -> Iterator[Finding]:
    """A finding for every row whose last day comes before its first."""
    for row in table.rows:
        first, last = row[starts], row[ends]
        if isinstance(first, date) and isinstance(last, date) and last < first:
            yield error(
                spec.file, "charter.ends_before_starts", row=row.number, column=ends, value=last, starts=first
            )


def half_translated(table: Table, spec: TableSpec, languages: tuple[str, ...]) -> Iterator[Finding]:
    """A finding for every optional text that is there in one language and missing in another.

    (Texts that are required are looked at when the table is read.)
    """
    for column in spec.columns:
        if column.kind != "texts" or column.required:
            continue
        for row in table.rows:
            words = row[column.name]
            for language in languages if isinstance(words, Mapping) else ():
                name = f"{column.name}_{language}"
                if not row.raw.get(name, "").strip():
                    yield error(
                        spec.file, "table.text_missing", row=row.number, column=name, language=language
                    )
