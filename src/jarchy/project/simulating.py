"""A campaign that lives its days: illustrative reports through the same doors as real ones.

The same seed gives the same rows and numbers; identifiers, moments and hashes differ, and with the identifiers the lot
by which calls to check are drawn.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jarchy.charter import actions as charter
from jarchy.charter import queries as charter_queries
from jarchy.charter.models import Edition
from jarchy.fieldwork import actions as fieldwork
from jarchy.fieldwork.actions.review import move_reports
from jarchy.fieldwork.models import Activity, Call, Report
from jarchy.fieldwork.queries.checks import calls_to_make
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import house
from jarchy.places.models import Place
from jarchy.project.problems import Problems
from jarchy.project.simulating_small import small_forms_on

SHARE_REPORTED = 0.93  # of past activities of the work plan
SHARE_SENT_BACK, SHARE_VOID = 0.04, 0.012
SHARE_CALLED, SHARE_HELD, SHARE_REMEMBERED = 0.9, 0.97, 0.95  # of the calls that wait; what hosts say
WEDNESDAY = 2
WITH_HOST = ("school", "college", "culture", "office")  # where the form asks for a host's telephone
REACHED_WITHOUT = ("visited", "visited", "visited", "no_answer")  # where no telephone was given
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Told:
    """One report to be sent: on which day, of which activity (None: unplanned), and what becomes of it."""

    order: int
    sent_on: date
    organisation: str
    answers: dict[str, str]
    fate: str  # confirm, send_back, void, wait


def simulate(edition: Edition, *, reports: int, seed: int, progress: Progress) -> dict[str, int]:
    """Fill an example without submissions up to the folder's today with about `reports` reports; counts by state.

    Refused where the edition is live, or has submissions already.
    """
    if edition.live:
        raise Problems.not_an_example(edition=edition.slug)
    if Report.objects.filter(edition=edition).exists() or forms.has_submissions(edition):
        raise Problems.simulated_already(edition=edition.slug)
    until = edition.folder_today or edition.today()
    by = house("simulate")
    charter.set_back(edition, edition.prepares_from, by=by)
    edition.refresh_from_db()
    told = _plan_of_reports(edition, until, reports, random.Random(seed))
    days = (until - edition.prepares_from).days
    life = _Life(edition.slug, told, seed, by)
    for number in range(days + 1):
        day = edition.prepares_from + timedelta(number)
        if number:
            charter.move_today(charter_queries.edition(edition.slug), day, by=by)
        life.live(charter_queries.edition(edition.slug), day)
        small_forms_on(charter_queries.edition(edition.slug), day, seed=seed, by=by)
        progress(day.isoformat(), number, days)
    rows = Report.objects.filter(edition=edition).values_list("state", flat=True)
    counts: dict[str, int] = defaultdict(int)
    for state in rows:
        counts[str(state)] += 1
    return dict(counts)


class _Life:
    """What happens on each day: send, forward, review, mend what came back."""

    def __init__(self, slug: str, told: dict[date, list[Told]], seed: int, by) -> None:
        self.slug, self.told, self.by = slug, told, by
        self.rng = random.Random(seed + 1)
        self.forward: dict[date, list[UUID]] = defaultdict(list)
        self.review: dict[date, list[tuple[UUID, str]]] = defaultdict(list)
        self.mend: dict[date, list[tuple[str, Told]]] = defaultdict(list)
        self.checkers = random.Random(
            seed + 2
        )  # of their own, so that what is reported does not hang on them

    def live(self, edition: Edition, day: date) -> None:
        self._send(edition, day)
        self._forward(day)
        self._review(day)
        self._check(edition, day)

    def _send(self, edition: Edition, day: date) -> None:
        fresh = [(told, None) for told in self.told.get(day, [])]
        again = [(told, old) for old, told in self.mend.pop(day, [])]
        sending = fresh + again
        for start in range(0, len(sending), 200):
            some = sending[start : start + 200]
            incoming = [_incoming(edition, told, replaces=old) for told, old in some]
            outcomes = forms.receive_submissions(incoming, by=self.by)
            for (told, old), outcome in zip(some, outcomes, strict=True):
                assert outcome.submission, outcome.problem
                uuid = outcome.submission.report_version.report.uuid
                self._schedule(day, uuid, told, is_mended=old is not None)

    def _schedule(self, day: date, uuid: UUID, told: Told, *, is_mended: bool) -> None:
        if told.fate == "wait" and self.rng.random() < 0.4:
            return  # still with its coordinator
        forwarded = day + timedelta(self.rng.choice((0, 0, 1, 1, 2, 3)))
        self.forward[forwarded].append(uuid)
        if told.fate != "wait":
            reviewed = forwarded + timedelta(self.rng.choice((0, 1, 1, 2, 3)))
            fate = "confirm" if is_mended else told.fate
            self.review[reviewed].append((uuid, fate))

    def _forward(self, day: date) -> None:
        if due := self.forward.pop(day, []):
            move_reports(due, "forward", by=self.by)

    def _review(self, day: date) -> None:
        due = self.review.pop(day, [])
        confirming = [uuid for uuid, fate in due if fate == "confirm"]
        for start in range(0, len(confirming), 200):
            fieldwork.confirm_reports(confirming[start : start + 200], by=self.by)
        for uuid, fate in due:
            if fate == "void":
                fieldwork.confirm_report(uuid, by=self.by)
                fieldwork.void_report(uuid, reason="sent-twice", by=self.by)
            elif fate == "send_back":
                fieldwork.send_back_report(uuid, reason="number-unlikely", by=self.by)
                self._will_mend(day, uuid)

    def _check(self, edition: Edition, day: date) -> None:
        """Call most of what waits, on Wednesdays: most hosts remember it as it was reported."""
        waiting = calls_to_make(edition, self.by) if day.weekday() == WEDNESDAY else []
        made = [call for call in waiting if self.checkers.random() < SHARE_CALLED]
        incoming = [_called(edition, call, self.checkers) for call in made]
        for outcome in forms.receive_submissions(incoming, by=self.by) if incoming else []:
            assert outcome.state == "kept", outcome.problem

    def _will_mend(self, day: date, uuid: UUID) -> None:
        if self.rng.random() < 0.35:
            return  # nobody has mended it yet
        report = Report.objects.get(uuid=uuid)
        version = report.versions.select_related("submission").order_by("-number").first()
        assert version is not None
        answers = dict(version.submission.answers) | {"counted": "heads"}
        told = Told(0, day, report.organisation.slug, answers, "confirm")
        self.mend[day + timedelta(self.rng.randint(1, 3))].append((version.submission.instance_id, told))


def _called(edition: Edition, call: Call, rng: random.Random) -> Incoming:
    """What a checker was told of one drawn report."""
    answers = {
        "reached": rng.choice(("spoke", "spoke", "spoke", "no_answer") if call.has_phone else REACHED_WITHOUT)
    }
    if answers["reached"] in ("spoke", "visited"):
        answers |= {"who": "other", "held": "yes" if rng.random() < SHARE_HELD else "no"}
    if answers.get("held") == "yes":
        part = rng.gauss(1, 0.15) if rng.random() < SHARE_REMEMBERED else rng.uniform(0.3, 0.6)
        people = max(0, round(call.drawn.reported * part))
        answers |= {"people": str(people), "mix": "unsure", "number_given": "yes", "concern": "no"}
    body = forms.write_body(edition, "activity_check", answers, instance_id=f"uuid:{call.uuid}")
    return Incoming(body=body, files={}, channel="file", edition=edition.slug, is_illustrative=True)


def _incoming(edition: Edition, told: Told, *, replaces: str | None) -> Incoming:
    body = forms.write_body(
        edition, "activity_report", told.answers, instance_id=f"uuid:{uuid7()}", replaces=replaces
    )
    return Incoming(
        body=body, files={}, channel="file", edition=edition.slug, organisation=told.organisation, account=None,
        is_illustrative=True,
    )  # fmt: skip


def _plan_of_reports(
    edition: Edition, until: date, reports: int, rng: random.Random
) -> dict[date, list[Told]]:
    """All reports by the day on which they are sent, drawn in one order so that a seed says all."""
    crowd = _Crowd(edition, rng)
    found: list[Told] = []
    plans = Activity.objects.filter(edition=edition, is_retired=False, state="planned", date__lte=until)
    for plan in plans.select_related("organisation", "place").order_by("date", "slug"):
        if len(found) >= reports:
            break
        if rng.random() < SHARE_REPORTED:
            answers = {"activity": plan.slug or str(plan.uuid), "as_planned": "yes"}
            answers |= crowd.answers(plan.kind, plan.venue, plan.expected)
            found.append(_told(len(found), plan.date, plan.organisation.slug, answers, until, rng))
    days = [edition.starts + timedelta(n) for n in range((until - edition.starts).days + 1)]
    while len(found) < reports and days:
        found.append(_unplanned(len(found), rng.choice(days), crowd, until, rng))
    by_day: dict[date, list[Told]] = defaultdict(list)
    for told in found:
        by_day[told.sent_on].append(told)
    return by_day


def _told(
    order: int, held_on: date, organisation: str, answers: dict[str, str], until: date, rng: random.Random
) -> Told:
    sent_on = min(held_on + timedelta(rng.choice((0, 0, 0, 1, 1, 2, 3, 5, 8))), until)
    chance = rng.random()
    is_late = (until - sent_on).days < 3 and rng.random() < 0.55
    if is_late:
        fate = "wait"
    elif chance < SHARE_SENT_BACK:
        fate = "send_back"
    else:
        fate = "void" if chance < SHARE_SENT_BACK + SHARE_VOID else "confirm"
    return Told(order, sent_on, organisation, answers, fate)


def _unplanned(order: int, held_on: date, crowd: _Crowd, until: date, rng: random.Random) -> Told:
    organisation, places = crowd.host()
    place = rng.choice(places)
    assert place.region and place.district
    kind, venue = crowd.kind_and_venue()
    answers = {
        "activity": "new",
        "held_on": held_on.isoformat(),
        "adm1": place.region.pcode,
        "venue": venue,
        "kind": kind,
        "topics": " ".join(sorted(rng.sample(crowd.topics, rng.choice((1, 2))))),
    }
    if place.district_id != place.region_id:
        answers |= {"adm2": place.district.pcode, "settlement": place.pcode}
    answers |= crowd.answers(kind, venue, None)
    return _told(order, held_on, organisation, answers, until, rng)


class _Crowd:
    """Draws what a report says of an activity, near the usual range of its kind."""

    VENUES = {"street": ("street", "market"), "round": ("market", "homes"), "sport": ("street",)}

    def __init__(self, edition: Edition, rng: random.Random) -> None:
        self.rng = rng
        self.kinds = charter_queries.choices(edition, "kind")
        self.venues = sorted(charter_queries.choices(edition, "venue"))
        self.topics = sorted(charter_queries.choices(edition, "topic"))
        rows = charter_queries.organisations_of(edition).filter(role="youth").order_by("organisation__slug")
        self.hosts = [
            (p.organisation.slug, p.organisation.place_id) for p in rows.select_related("organisation")
        ]
        settlements: dict[int, list[Place]] = defaultdict(list)
        places = Place.objects.filter(is_settlement=True, region__isnull=False).select_related(
            "region", "district"
        )
        for place in places.order_by("order", "pcode"):
            settlements[place.region_id or place.pk].append(place)
        self.settlements = settlements
        self.hosts_given = 0

    def host(self) -> tuple[str, list[Place]]:
        slug, home = self.rng.choice([host for host in self.hosts if self.settlements.get(host[1] or 0)])
        return slug, self.settlements[home or 0]

    def kind_and_venue(self) -> tuple[str, str]:
        kind = self.rng.choice(sorted(self.kinds))
        indoors = tuple(v for v in self.venues if v not in ("street", "market", "homes"))
        return kind, self.rng.choice(self.VENUES.get(kind, indoors))

    def answers(self, kind: str, venue: str, expected: int | None) -> dict[str, str]:
        rng, row = self.rng, self.kinds[kind]
        middle = expected or ((row.usual_low or 10) + (row.usual_high or 60)) // 2
        total = max(0, round(rng.gauss(middle, middle * 0.3)))
        if rng.random() < 0.015:
            total *= 5  # an implausible one, for the reviewers
        answers = {
            "cohosts": "none", "sessions": str(rng.choice((1, 1, 1, 2, 4)) if venue == "school" else 1),
            "languages": rng.choice(("ky", "ky", "ky ru", "ru", "ky uz")),
            "guests": rng.choice(("none", "teachers", "authority")),
            "total": str(total), "handed_out": str(rng.choice((0, total, total * 2))),
        }  # fmt: skip
        if venue in WITH_HOST:
            answers |= self._host()
        if total:
            answers["counted"] = rng.choice(("heads", "heads", "list", "estimate"))
            answers |= self._who(kind, total)
        return answers

    def _host(self) -> dict[str, str]:
        """A telephone that nobody can have: numbers of the country do not begin with three zeros."""
        self.hosts_given += 1
        return {"host_phone": f"000{self.hosts_given:07d}"} if self.hosts_given % 10 < 7 else {}

    def _who(self, kind: str, total: int) -> dict[str, str]:
        rng, said = self.rng, {}
        if rng.random() < 0.86:
            said["women"] = str(min(total, round(total * rng.uniform(0.35, 0.72))))
        if rng.random() < 0.74:
            young = round(total * rng.uniform(0.05, 0.3))
            teens = round((total - young) * rng.uniform(0.2, 0.6))
            youth = round((total - young - teens) * rng.uniform(0.3, 0.9))
            bands = (young, teens, youth, total - young - teens - youth)
            names = ("age_0_13", "age_14_17", "age_18_28", "age_29_up")
            said |= {name: str(number) for name, number in zip(names, bands, strict=True)}
        if self.kinds[kind].asks_first_time and rng.random() < 0.68:
            said["first_time"] = str(round(total * rng.uniform(0.4, 0.95)))
        return said
