"""What flags are held against: other reports of the same day and place, and the usual range of a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q

from jarchy.charter.models import Edition, Kind
from jarchy.fieldwork import rules
from jarchy.fieldwork.models import Noticed, Report
from jarchy.fieldwork.rules import ReportState
from jarchy.places.models import Population


def others_of(edition: Edition, reports: Sequence[Report]) -> dict[int, list[rules.ReportFacts]]:
    """For each report, by key, the others of its day, district and kind, and all that carry a picture. Two queries."""
    if not reports:
        return {}
    districts_by_day: dict[date | None, set[int | None]] = defaultdict(set)
    for report in reports:
        districts_by_day[report.held_on].add(report.district_id)
    # Day by day: all days in all districts would be most of the campaign's reports.
    near = reduce(or_, (Q(held_on=day, district__in=some) for day, some in districts_by_day.items()))
    seen = (
        Q(photo_hash__isnull=False)
        if any(report.photo_hash is not None for report in reports)
        else Q(pk__in=[])
    )
    rows = list(_facts(Report.objects.filter(edition=edition, district__isnull=False).filter(near | seen)))
    by_day: dict[tuple, list[rules.ReportFacts]] = defaultdict(list)
    pictured = []
    for facts in rows:
        by_day[facts.held_on, facts.district, facts.kind].append(facts)
        if facts.photo_hash is not None:
            pictured.append(facts)
    found = {}
    for report in reports:
        assert report.district
        same = by_day[report.held_on, report.district.pcode, report.kind]
        found[report.pk] = [*same, *(pictured if report.photo_hash is not None else ())]
    return found


def _facts(rows):
    columns = ("uuid", "organisation__slug", "held_on", "district__pcode", "region__pcode", "kind", "total",
               "photo_hash", "state", "counts_with__uuid")  # fmt: skip
    for (
        uuid,
        organisation,
        held_on,
        district,
        region,
        kind,
        total,
        photo_hash,
        state,
        root,
    ) in rows.values_list(*columns):
        yield rules.ReportFacts(
            uuid=uuid, organisation=organisation, held_on=held_on, district=district, region=region, kind=kind,
            total=total or 0, photo_hash=photo_hash, joined_with=root,
            is_void=state in (ReportState.VOID, ReportState.TOO_LATE),
        )  # fmt: skip


def usual_of(
    edition: Edition, report: Report, kind: Kind | None, *, people_by_place: Mapping[int, int]
) -> rules.Usual:
    """Thresholds for one report: the edition's days, its kind's usual range, its organisation's region, how many live
    where it was held (`people_of`).
    """
    home = report.organisation.place
    region = home.region_id if home and home.region_id else (home.pk if home else None)
    is_elsewhere = region is not None and report.region_id is not None and report.region_id != region
    return rules.Usual(
        starts=edition.starts,
        ends=edition.ends,
        low=kind.usual_low if kind else None,
        high=kind.usual_high if kind else None,
        areas=frozenset({"elsewhere"}) if is_elsewhere else frozenset(),
        settlement_people=next(
            (people_by_place[key] for key in _places_of(report) if key in people_by_place), None
        ),
        thresholds=rules.thresholds_from(edition.settings),
    )


def people_of(edition: Edition, reports: Sequence[Report]) -> dict[int, int]:
    """Inhabitants of the places where these were held and of their rayons, by the place's key: of the latest year up
    to the edition's, else of the first after it. One query; a place without a number is left out.
    """
    places = {key for report in reports for key in _places_of(report)}
    rows = Population.objects.filter(place__in=places).order_by("year")
    found: dict[int, int] = {}
    for place, year, people in rows.values_list("place_id", "year", "people"):
        if place not in found or year <= edition.starts.year:
            found[place] = people
    return found


def _places_of(report: Report) -> list[int]:
    """The place's key, then its rayon's: few villages have a number of their own."""
    return [key for key in (report.place_id, report.district_id) if key is not None]


def use_of_flags(edition: Edition) -> dict[str, tuple[int, int]]:
    """For each flag: (reports where it was of use, reports decided)."""
    rows = Noticed.objects.filter(report__edition=edition, was_of_use__isnull=False).values("flag")
    counted = rows.annotate(decided=Count("id"), of_use=Count("id", filter=Q(was_of_use=True)))
    return {row["flag"]: (row["of_use"], row["decided"]) for row in counted}


def noticed_before(reports: Sequence[UUID]) -> dict[UUID, list[Noticed]]:
    """What was noticed about each of these, heaviest first. One query."""
    found: dict[UUID, list[Noticed]] = {uuid: [] for uuid in reports}
    rows = (
        Noticed.objects.filter(report__uuid__in=reports).select_related("report").order_by("-weight", "flag")
    )
    for row in rows:
        found[row.report.uuid].append(row)
    return found
