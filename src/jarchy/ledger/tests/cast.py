"""A tiny territory, a tiny edition, and what people report in it.

Two oblasts, Saz with the rayons Kara and Sary, Toor with Ak and Kök, and the city Shaar, which is the equal of an
oblast and of a rayon. The period is 10 September (a Monday) to 10 December 2018.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from jarchy.charter.models import Edition, Indicator, Organisation, Participation, Topic
from jarchy.charter.rules import EditionState
from jarchy.foundation.narrowing import house
from jarchy.ledger import actions
from jarchy.ledger.rules import Breakdown, Measure, NewEntry, NewLine, Posting
from jarchy.places.models import Place, TerritoryVersion

BY = house("test")
STARTS = date(2018, 9, 10)
MONDAY = date(2018, 9, 17)
SAZ, TOOR, SHAAR = "ZZ01", "ZZ02", "ZZ09"
KARA, SARY, AK, KOK = "ZZ0101", "ZZ0102", "ZZ0201", "ZZ0202"
VILLAGE = "ZZ010101"
FIRST, SECOND = "youth-1", "youth-2"
Ages = dict[tuple[int, int | None], int]


def make_territory() -> None:
    """The register, in order."""
    country = _place("ZZ", 0, None)
    for order, (pcode, rayons) in enumerate({SAZ: [KARA, SARY], TOOR: [AK, KOK], SHAAR: []}.items()):
        region = _place(pcode, 1, country, order=order, is_city=not rayons)
        for number, rayon in enumerate(rayons):
            _place(rayon, 2, region, order=10 * order + number, region=region)
    kara = Place.objects.get(pcode=KARA)
    village = _place(VILLAGE, 4, kara, region=kara.region)
    Place.objects.filter(pk=village.pk).update(district=kara)
    TerritoryVersion.objects.create(number=1, content_hash=uuid4().hex, places=9, loaded_on=STARTS)


def _place(
    pcode: str,
    level: int,
    parent: Place | None,
    *,
    order: int = 0,
    region: Place | None = None,
    is_city: bool = False,
) -> Place:
    place = Place.objects.create(
        pcode=pcode, level=level, kind="city" if is_city else "place", parent=parent, region=region, order=order,
        names={"en": pcode}, short_names={"en": pcode}, counts_as_second_level=is_city,
    )  # fmt: skip
    if level == 1:
        place.region = place
        place.district = place if is_city else None
    elif level == 2:
        place.district = place
    place.save()
    return place


def make_edition(slug: str = "tiny-2018", today: date = STARTS) -> Edition:
    edition = Edition.objects.create(
        slug=slug, names={"en": "Tiny"}, languages=["en"], country="ZZ", prepares_from=date(2018, 7, 2), starts=STARTS,
        ends=date(2018, 12, 10), reports_until=date(2018, 12, 24), final_on=date(2019, 1, 15), example_today=today,
    )  # fmt: skip
    for number, organisation in enumerate((FIRST, SECOND)):
        row, _ = Organisation.objects.get_or_create(
            slug=organisation, defaults={"names": {"en": organisation}}
        )
        Participation.objects.create(edition=edition, organisation=row, role="youth", order=number)
    Topic.objects.create(edition=edition, slug="trafficking", names={"en": "Trafficking"})
    Topic.objects.create(edition=edition, slug="hidden", names={"en": "Hidden"}, is_public=False)
    for number, (name, computed, measure, part) in enumerate(INDICATORS):
        Indicator.objects.create(
            edition=edition, slug=name, names={"en": name}, number=f"A{number}", level="output", order=number,
            definitions={"en": name}, units={"en": name}, unit="percent" if computed == "share" else name,
            data_source="report", frequency="daily", computed=computed, measure=measure, part=part,
        )  # fmt: skip
    return edition


INDICATORS: list[tuple[str, str, str, dict[str, str]]] = [
    ("activities", "sum", "activities", {}),
    ("attendances", "sum", "attendances", {}),
    ("sessions", "sum", "sessions", {}),
    ("youth_share", "share", "attendances", {"breakdown": "age", "age_from": "14", "age_to": "28"}),
    ("women_share", "share", "attendances", {"breakdown": "sex", "sex": "female"}),
    ("first_time", "asked", "first_time", {"asked": "asked_first_time"}),
    ("districts", "distinct", "activities", {"distinct": "district"}),
    ("organisations", "distinct", "activities", {"distinct": "organisation", "role": "youth"}),
    ("leaders", "later", "", {}),
    ("on_time", "share", "activities", {"numerator": "received_in_time"}),
]


def report(
    people: int, *, at: str = KARA, on: date = STARTS, host: str = FIRST, with_host: str | None = None,
    is_open: bool = True, kind: str = "talk", women: int | None = None, ages: Ages | None = None,
    first_time: int | None = None, topics: tuple[str, ...] = ("trafficking",), source_id: UUID | None = None,
    number: int = 1, phase: str = "", in_time: bool = True, sessions: int = 1,
    asks_first_time: bool = True,
) -> NewEntry:  # fmt: skip
    """What a confirmed report posts, as fieldwork does it: for each host its lines, the first's count nationally."""
    counts: list[tuple[Measure, Breakdown, int, dict[str, object]]] = [
        (Measure.ACTIVITIES, Breakdown.TOTAL, 1, {}),
        (Measure.SESSIONS, Breakdown.TOTAL, sessions, {}),
        (Measure.ATTENDANCES, Breakdown.TOTAL, people, {}),
        (Measure.RECEIVED_IN_TIME, Breakdown.TOTAL, int(in_time), {}),
    ]
    if asks_first_time:
        counts.append((Measure.ASKS_FIRST_TIME, Breakdown.TOTAL, 1, {}))
        counts.append((Measure.ASKED_FIRST_TIME, Breakdown.TOTAL, int(first_time is not None), {}))
    if first_time is not None:
        counts.append((Measure.FIRST_TIME, Breakdown.TOTAL, first_time, {}))
    if women is not None:
        counts.append((Measure.ATTENDANCES, Breakdown.SEX, women, {"sex": "female"}))
        counts.append((Measure.ATTENDANCES, Breakdown.SEX, people - women, {"sex": "male"}))
    for (low, high), value in (ages or {}).items():
        counts.append((Measure.ATTENDANCES, Breakdown.AGE, value, {"age_from": low, "age_to": high}))
    for topic in topics:
        counts.append((Measure.ACTIVITIES, Breakdown.TOPIC, 1, {"topic": topic}))
        counts.append((Measure.ATTENDANCES, Breakdown.TOPIC, people, {"topic": topic}))
    lines = tuple(
        NewLine(
            measure=Measure(f"{phase}{measure}"), date=on, pcode=at, organisation=organisation,
            counts_nationally=organisation == host, is_open=is_open, kind=kind, channel="in_person", supported_by="",
            counted="heads", breakdown=breakdown, value=value, **columns,
        )
        for organisation in (host, with_host) if organisation
        for measure, breakdown, value, columns in counts
    )  # fmt: skip
    return NewEntry(Posting("report", source_id or uuid4(), number), lines, is_illustrative=True)


def corrected(old: NewEntry, **changes) -> NewEntry:
    """The next posting of the same report."""
    return report(source_id=old.posting.source_id, number=old.posting.number + 1, **changes)


def post(edition: Edition, *entries: NewEntry) -> list[NewEntry]:
    actions.post(edition, post=entries, by=BY)
    return list(entries)


def take_back(edition: Edition, *entries: NewEntry, post: tuple[NewEntry, ...] = ()) -> None:
    """Void, or correct where something is posted in the same breath."""
    actions.post(edition, reverse=[entry.posting for entry in entries], post=post, by=BY)


def let_days_pass(edition: Edition, until: date) -> None:
    """Each midnight after the edition's today, that of `until` included."""
    assert edition.example_today
    while edition.example_today < until:
        edition.example_today += timedelta(1)
        edition.save(update_fields=["example_today"])
        actions.midnight(edition, edition.example_today)


def make_final(edition: Edition) -> None:
    """As people move it: the figures are pinned. The day after it all is read from there."""
    assert edition.example_today
    edition.state = EditionState.FINAL
    edition.save(update_fields=["state"])
    actions.pin_final(edition, BY)
    let_days_pass(edition, edition.example_today + timedelta(1))


def with_number(entry: NewEntry, number: int) -> NewEntry:
    return replace(entry, posting=replace(entry.posting, number=number))
