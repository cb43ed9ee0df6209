"""The work plan's part of a campaign folder: work_plan.csv, one row an activity.

What was reported stands: a row of an activity that was held is never moved by loading. What organisations planned on
the pages goes back to the file by `save`, with its UUID as its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jarchy.charter import queries as charter
from jarchy.charter.folder import (
    Changes,
    Context,
    Folder,
    days_outside,
    read_tables,
    unknown_references,
    with_days_moved,
)
from jarchy.charter.folder.rows import compared, save_table
from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork import rules
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.rules import ActivityState
from jarchy.formats.tables import Column, Finding, Row, Table, TableSpec
from jarchy.foundation.narrowing import Actor
from jarchy.places.models import Place

FILE = "work_plan.csv"
WORK_PLAN = TableSpec(
    FILE,
    (
        Column(
            "id",
            "id",
            required=True,
            says="Names the activity for ever; the form's list and exports carry it.",
        ),
        Column("organisation", "organisation", required=True, says="Who holds it and reports it."),
        Column("cohosts", "slugs", says="Ids of the organisations it is held with."),
        Column("date", "date", required=True, says="The day, within preparation or period."),
        Column(
            "place", "place", required=True, says="P-code of the deepest place known: village, town, rayon."
        ),
        Column("venue", "slug", required=True, says="Id of venues.csv."),
        Column("kind", "slug", required=True, says="Id of kinds.csv."),
        Column("audience", "slug", says="Id of audiences.csv."),
        Column("topics", "slugs", says="Ids of topics.csv."),
        Column(
            "sessions",
            "integer",
            says="How many times it is held that day.",
            unit="times",
            least=1,
            most=32_767,
        ),
        Column("expected", "integer", says="How many attendances are expected.", unit="attendances"),
        Column(
            "team",
            "integer",
            says="How many of the organisation go; nobody goes alone.",
            unit="people",
            most=32_767,
        ),
        Column(
            "is_open", "boolean", says="no closes what venue and audience leave open; empty: as they say."
        ),
        Column(
            "announced", "boolean", says="Whether an open plan is listed as coming; empty: as its kind says."
        ),
        Column("supported_by", "slug", says="Id of the organisation whose money it is."),
        Column("illustrative", "boolean", says="yes: made up to show how the plan works."),
        Column("source", "text", says="Where the row is from."),
    ),
    says="What is planned: one row an activity.",
)
FIELDS = {"id": "slug", "illustrative": "is_illustrative"}


@dataclass(frozen=True)
class WorkPlan:
    table: Table
    languages: tuple[str, ...]


class WorkPlanPart:
    """The part `work_plan` of the folder."""

    files = (FILE,)

    def read(self, folder: Folder, context: Context) -> tuple[WorkPlan, list[Finding]]:
        """The plan and its faults: unknown places, organisations and choices, days outside. No database."""
        tables, findings = read_tables(folder, [WORK_PLAN], context.languages)
        table = tables[FILE]
        edition = context.edition
        findings += unknown_references(table, WORK_PLAN, context)
        findings += days_outside(table, WORK_PLAN, "date", since=edition.prepares_from, until=edition.ends)
        return WorkPlan(table, context.languages), findings

    def changes(self, data: WorkPlan, edition: Edition | None) -> Changes:
        """What loading would do; rows of activities that were held are not compared: they stand."""
        said = {str(row["id"]): _said(row) for row in data.table.rows if row["id"]}
        rows = _by_slug(edition) if edition else {}
        stands = {slug for slug, one in rows.items() if one.state == ActivityState.HELD}
        kept = {
            slug: _kept(one)
            for slug, one in rows.items()
            if slug in said or (one.slug and slug not in stands)
        }
        said |= {slug: kept[slug] for slug in stands & said.keys()}
        return compared(WORK_PLAN, data.languages, said, kept, _field)

    def load(self, data: WorkPlan, edition: Edition, by: Actor) -> None:
        """Bring the plans to what the file says: three statements, whatever its length."""
        desk = _Desk(edition, data.table)
        kept = {one.slug or str(one.uuid): one for one in Activity.objects.filter(edition=edition)}
        new, touched = [], []
        for row in data.table.rows:
            activity = kept.pop(str(row["id"]), None)
            if activity is None:
                new.append(desk.filled(Activity(edition=edition, slug=str(row["id"])), row))
            elif activity.state != ActivityState.HELD and (
                activity.is_retired or _kept_bare(activity, desk) != _said(row)
            ):
                touched.append(desk.filled(activity, row))
        gone = [
            one
            for one in kept.values()
            if one.slug and not one.is_retired and one.state != ActivityState.HELD
        ]
        for activity in gone:
            activity.is_retired = True
        Activity.objects.bulk_create(new, batch_size=500)
        fields = [f.name for f in Activity._meta.concrete_fields if not f.primary_key]
        Activity.objects.bulk_update(touched + gone, fields, batch_size=100)

    def save(self, edition: Edition, folder: Folder) -> None:
        """Write what was changed or planned on the pages into the file."""
        tables, _ = read_tables(folder, [WORK_PLAN], tuple(edition.languages))
        kept = {slug: _kept(one) for slug, one in _by_slug(edition).items()}
        data = save_table(
            WORK_PLAN, tables[FILE], kept, tuple(edition.languages), values=_said, field_of=_field
        )
        if data is not None:
            folder.write(FILE, data)

    def fork(self, data: WorkPlan, moved_by_days: int) -> dict[str, bytes]:
        """The same plan for a later edition, every day moved."""
        return {FILE: with_days_moved(WORK_PLAN, data.table, data.languages, ("date",), moved_by_days)}


def _field(column: str) -> str:
    return FIELDS.get(column, column)


def _said(row: Row) -> dict[str, Any]:
    """What a row of the file says, by field; places and organisations by their codes."""
    values: dict[str, Any] = {}
    for column in WORK_PLAN.columns:
        value: Any = row[column.name]
        if column.kind == "slugs":
            value = list(value) if isinstance(value, tuple) else []
        elif column.name == "illustrative":
            value = bool(value)
        elif value is None and column.kind in ("slug", "text"):
            value = ""
        values[_field(column.name)] = value
    return values


def _by_slug(edition: Edition) -> dict[str, Activity]:
    """Activities that stand in the plan, by their id in the file: those planned on the pages by their UUID."""
    rows = Activity.objects.filter(edition=edition, is_retired=False).select_related("organisation", "place")
    return {row.slug or str(row.uuid): row for row in rows.order_by("pk")}


def _kept(activity: Activity) -> dict[str, Any]:
    """The same of an activity that is kept, with what its row last said about being open and announced."""
    return {
        "slug": activity.slug or str(activity.uuid), "organisation": activity.organisation.slug,
        "cohosts": activity.cohosts,
        "date": activity.date, "place": activity.place.pcode, "venue": activity.venue, "kind": activity.kind,
        "audience": activity.audience, "topics": activity.topics, "sessions": activity.sessions,
        "expected": activity.expected, "team": activity.team, "is_open": activity.said_open,
        "announced": activity.said_announced, "supported_by": activity.supported_by,
        "is_illustrative": activity.is_illustrative, "source": activity.source,
    }  # fmt: skip


def _kept_bare(activity: Activity, desk: _Desk) -> dict[str, Any]:
    activity.organisation = desk.organisations_by_key[activity.organisation_id]
    activity.place = desk.places_by_key.get(activity.place_id) or activity.place
    return _kept(activity)


class _Desk:
    """All that the rows of the file refer to, each list asked once."""

    def __init__(self, edition: Edition, table: Table) -> None:
        self.edition = edition
        self.venues, self.kinds = charter.choices(edition, "venue"), charter.choices(edition, "kind")
        self.audiences = charter.choices(edition, "audience")
        self.organisations = {o.slug: o for o in Organisation.objects.filter(participations__edition=edition)}
        self.organisations_by_key = {o.pk: o for o in Organisation.objects.all()}
        named = {row["place"] for row in table.rows}
        places = Place.objects.filter(pcode__in=named).select_related("region", "district")
        self.places: Mapping[str, Place] = {place.pcode: place for place in places}
        self.places_by_key = {place.pk: place for place in self.places.values()}

    def filled(self, activity: Activity, row: Row) -> Activity:
        said = _said(row)
        place = self.places[said.pop("place")]
        said_open, said_announced = said.pop("is_open"), said.pop("announced")
        for name, value in said.items():
            setattr(activity, name, self.organisations[value] if name == "organisation" else value)
        activity.place, activity.region = place, place.region or place
        activity.district = place.district or place.region or place
        activity.said_open, activity.said_announced, activity.is_retired = said_open, said_announced, False
        venue, audience = self.venues[activity.venue], self.audiences.get(activity.audience)
        activity.is_open = rules.is_open(
            venue_closed=venue.is_closed,
            audience_closed=bool(audience and audience.is_closed),
            said_open=said_open,
        )
        kind = self.kinds[activity.kind]
        activity.announced = activity.is_open and (
            kind.is_announced if said_announced is None else said_announced
        )
        return activity
