"""From the charter's tables to rows and back: one description for each table, one way for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from jarchy.charter import models, rules
from jarchy.charter.folder import specs
from jarchy.charter.folder.base import Changes, Difference
from jarchy.charter.models import Edition
from jarchy.formats.table_values import written
from jarchy.formats.tables import Column, Row, Table, TableSpec, write_table
from jarchy.places.models import Place

# A column's field where it has another name than the column.
FIELDS = {
    "id": "slug", "name": "names", "closed": "is_closed", "public": "is_public", "announced": "is_announced",
    "illustrative": "is_illustrative", "definition": "definitions", "unit_name": "units", "why": "whys",
    "about": "topics",
    "series_name": "series_names", "organiser": "organisers", "geography": "geographies",
}  # fmt: skip
_EMPTY = {"texts": dict, "slugs": list, "boolean": bool}


@dataclass(frozen=True)
class TableRows:
    """How a table's rows are kept in one model. `fields`: columns whose field has another name here than in
    FIELDS.
    """

    spec: TableSpec
    model: type[Model]
    fields: Mapping[str, str] = field(default_factory=dict)
    has_order: bool = True
    is_reviewed: bool = False  # has check_again_on, which follows from the dates and the edition's rule
    key: tuple[str, ...] = (
        "slug",
    )  # what makes a row the same one; another version of an indicator is another row

    def field_of(self, column: str) -> str:
        return self.fields.get(column) or FIELDS.get(column, column)

    def values(self, row: Row) -> dict[str, Any]:
        """What a row says, by field; a place as its P-code."""
        return {self.field_of(column.name): _kept(column, row[column.name]) for column in self.spec.columns}

    def values_of(self, kept: Model) -> dict[str, Any]:
        """The same of what is kept."""
        found = {}
        for column in self.spec.columns:
            name = self.field_of(column.name)
            value = getattr(kept, name)
            found[name] = value.pcode if isinstance(value, Place) else value
        return found

    def kept(self, edition: Edition) -> list[Any]:
        """What is kept, retired rows too, oldest first. One query."""
        manager = self.model._default_manager
        query = manager.filter(edition=edition)
        if any(column.kind == "place" for column in self.spec.columns):
            query = query.select_related("place")
        return list(query.order_by("pk"))

    def standing(self, edition: Edition | None) -> dict[str, dict[str, Any]]:
        """The values of the rows that are not retired, by id."""
        kept = self.kept(edition) if edition else []
        return {one.slug: self.values_of(one) for one in kept if not one.is_retired}

    def new(self, edition: Edition, values: Mapping[str, Any], places: Mapping[str, Place]) -> Model:
        return self.model(edition=edition, **_with_places(values, places))

    def set(self, kept: Model, values: Mapping[str, Any], places: Mapping[str, Place]) -> None:
        for name, value in _with_places(values, places).items():
            setattr(kept, name, value)

    def keep(self, kept: Model) -> None:
        kept.save()


def _with_places(values: Mapping[str, Any], places: Mapping[str, Place]) -> dict[str, Any]:
    return {name: places.get(value) if name == "place" else value for name, value in values.items()}


def _kept(column: Column, value: object) -> Any:
    """A cell's value as its field keeps it: nothing is "" in words, None in numbers, days and places."""
    if column.name == "part":
        return rules.part_of_text(str(value or "")) or {}
    if column.kind in _EMPTY:
        value = list(value) if isinstance(value, tuple) else value
        return value if value is not None else (None if column.name == "in_person" else _EMPTY[column.kind]())
    if column.kind in ("date", "integer", "decimal", "place", "organisation"):
        return value
    return "" if value is None else value


def cells_of(spec: TableSpec, column: Column, value: Any, languages: Sequence[str]) -> dict[str, str]:
    """A field's value as the file has it, by the file's columns."""
    if column.kind == "texts":
        return {f"{column.name}_{language}": written((value or {}).get(language)) for language in languages}
    if column.name == "part":
        return {"part": rules.text_of_part(value or {})}
    if isinstance(value, Decimal):  # the database gives 75.00 for 75
        return {column.name: format(value.normalize(), "f")}
    return {column.name: written(value)}


INDICATORS = TableRows(specs.INDICATORS, models.Indicator, {"source": "data_source"}, key=("slug", "version"))
TABLES: tuple[TableRows, ...] = (
    TableRows(specs.TOPICS, models.Topic),
    TableRows(specs.AUDIENCES, models.Audience),
    TableRows(specs.VENUES, models.Venue),
    TableRows(specs.KINDS, models.Kind),
    TableRows(specs.REASONS, models.Reason),
    INDICATORS,
    TableRows(specs.TARGETS, models.Target, has_order=False),
    TableRows(specs.FACTS, models.Fact, is_reviewed=True),
    TableRows(specs.HELPLINES, models.Helpline, is_reviewed=True),
    TableRows(specs.PUBLISHED, models.Published),
    TableRows(specs.FIGURE_NOTES, models.FigureNote, {"text": "texts"}, has_order=False),
    TableRows(specs.SAFEGUARDING, models.SafeguardingNumber),
    TableRows(specs.LESSONS, models.Lesson, {"text": "names"}),
)


def by_file(file: str) -> TableRows | None:
    return next((rows for rows in TABLES if rows.spec.file == file), None)


def changes_of(rows: TableRows, table: Table, edition: Edition | None, languages: Sequence[str]) -> Changes:
    """What loading this table would add, change and retire; differing cells with both values."""
    said = {str(row["id"]): rows.values(row) for row in table.rows}
    return compared(rows.spec, languages, said, rows.standing(edition), rows.field_of)


def compared(
    spec: TableSpec,
    languages: Sequence[str],
    said: Mapping[str, Mapping[str, Any]],
    kept: Mapping[str, Mapping[str, Any]],
    field_of: Callable[[str], str],
) -> Changes:
    """Rows of the folder beside rows that are kept, both by id and field."""
    changes = Changes()
    for slug, values in said.items():
        if slug not in kept:
            changes.added.append(f"{spec.file}: {slug}")
            continue
        differ = [
            column
            for column in spec.columns
            if values[field_of(column.name)] != kept[slug][field_of(column.name)]
        ]
        for column in differ:
            pages = cells_of(spec, column, kept[slug][field_of(column.name)], languages)
            folder = cells_of(spec, column, values[field_of(column.name)], languages)
            changes.differences += [
                Difference(spec.file, slug, name, pages[name], folder[name])
                for name in pages
                if pages[name] != folder[name]
            ]
        if differ:
            changes.changed.append(f"{spec.file}: {slug} ({', '.join(column.name for column in differ)})")
    changes.retired += [f"{spec.file}: {slug}" for slug in kept if slug not in said]
    return changes


def load_table(rows: TableRows, table: Table, edition: Edition, places: Mapping[str, Place]) -> None:
    """Bring the rows to what the table says: four statements at most, whatever its length."""
    kept = {tuple(getattr(one, name) for name in rows.key): one for one in rows.kept(edition)}
    said: set[tuple[Any, ...]] = set()
    new: list[Model] = []
    touched: list[Model] = []
    for order, row in enumerate(table.rows):
        values = rows.values(row) | ({"order": order} if rows.has_order else {})
        if rows.is_reviewed:
            values["check_again_on"] = due_day(row["source_date"], row["checked_on"], edition)
        key = tuple(values[name] for name in rows.key)
        said.add(key)
        one = kept.get(key)
        if one is None:
            new.append(rows.new(edition, values, places))
        elif one.is_retired or any(_value(one, name) != value for name, value in values.items()):
            rows.set(one, values | {"is_retired": False}, places)
            touched.append(one)
    for key, one in kept.items():
        if key not in said and not one.is_retired:
            one.is_retired = True
            touched.append(one)
    keep_rows(rows.model, new, touched)


def _value(kept: Model, name: str) -> Any:
    value = getattr(kept, name)
    return value.pcode if isinstance(value, Place) else value


def due_day(source_date: object, checked_on: object, edition: Edition) -> date | None:
    if not isinstance(source_date, date):
        return None
    months = edition.settings.get("review_months", rules.REVIEW_MONTHS)
    return rules.check_again_on(
        source_date, checked_on if isinstance(checked_on, date) else None, months=months
    )


def keep_rows(model: type[Model], new: Iterable[Model], touched: Iterable[Model]) -> None:
    manager = model._default_manager
    manager.bulk_create(new)
    fields = [one.name for one in model._meta.concrete_fields if not one.primary_key]
    if touched := list(touched):
        manager.bulk_update(touched, fields, batch_size=100)


def save_table(
    spec: TableSpec,
    table: Table,
    kept: Mapping[str, Mapping[str, Any]],
    languages: Sequence[str],
    *,
    values: Callable[[Row], Mapping[str, Any]],
    field_of: Callable[[str], str],
) -> bytes | None:
    """The file with what is kept now; None where nothing differs from the table as it was last loaded.

    A cell that did not change goes back as it was typed. `kept`: rows that are not retired, by id, in order.
    """
    lines: list[dict[str, str]] = []
    changed = False
    header = table.header or spec.headers(languages)
    for row in table.rows:
        slug = str(row["id"])
        if slug not in kept:
            changed = True
            continue
        raw = dict(row.raw)
        said = values(row)
        for column in spec.columns:
            name = field_of(column.name)
            if said[name] != kept[slug][name]:
                raw |= cells_of(spec, column, kept[slug][name], languages)
                changed = True
        lines.append(raw)
    present = {str(row["id"]) for row in table.rows}
    for slug, one in kept.items():
        if slug in present:
            continue
        changed = True
        line: dict[str, str] = {}
        for column in spec.columns:
            line |= cells_of(spec, column, one[field_of(column.name)], languages)
        lines.append(line)
    if not changed:
        return None
    names = [
        *header,
        *(
            name
            for name in spec.headers(languages)
            if name not in header and any(line.get(name) for line in lines)
        ),
    ]
    read = [Row(0, {}, line) for line in lines]
    return write_table(spec, languages, read, header=names)
