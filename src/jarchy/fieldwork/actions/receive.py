"""From a submission of the activity report to a report that waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.charter.rules import Act, is_pinned, may
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.settling import settle
from jarchy.fieldwork.models import Activity, Noticed, Report, ReportMove, ReportVersion
from jarchy.fieldwork.queries.noticing import others_of, people_of, usual_of
from jarchy.fieldwork.reading import Known, Plan, Reading, read_answers
from jarchy.fieldwork.rules import ActivityState, ReportState
from jarchy.forms.models import Submission
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role, reaches
from jarchy.places.models import Place


def receive_reports(submissions: Sequence[Submission], by: Actor) -> list[Report]:
    """Keep one report for each submission, or its next version; called in the transaction that keeps the submissions.

    Whatever was sent becomes a report: what cannot be read stays empty and is noticed. Sent by a coordinator, it counts
    as forwarded. Safe to repeat: a submission that has its version is passed over.
    """
    done = set(
        ReportVersion.objects.filter(submission__in=submissions).values_list("submission_id", flat=True)
    )
    fresh = sorted((s for s in submissions if s.pk not in done), key=lambda s: s.form_version.edition_id)
    received: list[Report] = []
    for _, some in groupby(fresh, key=lambda s: s.form_version.edition_id):
        batch = list(some)
        received += _receive_in(batch[0].form_version.edition, batch, by)
    return received


@dataclass
class Desk:
    """All that one batch of an edition's submissions needs to be read: each list is asked once."""

    edition: Edition
    submissions: list[Submission]
    now: datetime
    by: Actor

    @cached_property
    def kinds(self):
        return charter.choices(self.edition, "kind")

    @cached_property
    def venues(self):
        return charter.choices(self.edition, "venue")

    @cached_property
    def audiences(self):
        return charter.choices(self.edition, "audience")

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        rows = (
            Organisation.objects.filter(participations__edition=self.edition)
            .select_related("place")
            .distinct()
        )
        return {row.slug: row for row in rows}

    @cached_property
    def known(self) -> Known:
        return Known(
            kinds=frozenset(self.kinds),
            venues=frozenset(self.venues),
            topics=frozenset(charter.choices(self.edition, "topic")),
            languages=frozenset(self.edition.activity_languages),
            organisations=frozenset(self.organisations),
            bands={band["question"]: band["slug"] for band in self.edition.age_bands},
        )

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """Planned activities that the answers name, by the name that the form's list gives them."""
        names = {s.answers.get("activity") or "" for s in self.submissions}
        uuids = [name for name in names if _is_uuid(name)]
        rows = Activity.objects.filter(edition=self.edition).select_related(
            "edition", "place", "organisation", "region", "district"
        )
        found = {str(row.slug): row for row in rows.filter(slug__in=names - set(uuids))}
        return found | {str(row.uuid): row for row in rows.filter(uuid__in=uuids)}

    @cached_property
    def places(self) -> dict[str, Place]:
        named = {
            s.answers.get(name) or "" for s in self.submissions for name in ("settlement", "adm2", "adm1")
        }
        named |= {activity.place.pcode for activity in self.activities.values()}
        return {
            row.pcode: row
            for row in Place.objects.filter(pcode__in=named).select_related("region", "district")
        }

    def place_of(self, submission: Submission, reading: Reading) -> Place | None:
        """The deepest place that is known: a phone with an older list may name a village that we have not."""
        named = (reading.pcode, *(submission.answers.get(name) or "" for name in ("adm2", "adm1")))
        return next((self.places[pcode] for pcode in named if pcode in self.places), None)

    @cached_property
    def replaced(self) -> dict[int, Report]:
        """Reports of which one of these is the next version, by the submission that it replaces. A cancelled report, or
        one that the sender may not see, takes no new version: what was sent becomes a report of its own."""
        olds = [s.replaces_id for s in self.submissions if s.replaces_id]
        seen = Report.objects.visible_to(self.by).exclude(state=ReportState.VOID)
        versions = ReportVersion.objects.filter(submission_id__in=olds, report__in=seen)
        versions = versions.select_related("report__organisation", "report__edition", "report__activity")
        return {v.submission_id: v.report for v in versions}

    def plan_of(self, submission: Submission) -> tuple[Activity | None, Plan | None]:
        activity = self.activities.get(submission.answers.get("activity") or "")
        if activity is None or not _is_of(submission, activity, self.by):
            return None, None
        plan = Plan(
            held_on=activity.date, pcode=activity.place.pcode, kind=activity.kind, venue=activity.venue,
            topics=tuple(activity.topics), cohosts=tuple(activity.cohosts), is_open=activity.is_open,
            supported_by=activity.supported_by, team=activity.team,
        )  # fmt: skip
        return activity, plan


def _is_of(submission: Submission, activity: Activity, by: Actor) -> bool:
    """Whether the sender's organisation holds the activity, alone or with others: nobody reports another's plan.

    Where none was named, one of her own; staff report what was planned in their places.
    """
    hosts = {activity.organisation.slug, *activity.cohosts}
    if submission.organisation:
        return submission.organisation.slug in hosts
    edition = activity.edition.slug
    if by.is_house or hosts & by.organisations(Role.VOLUNTEER, Role.COORDINATOR, edition=edition):
        return True
    ancestors = frozenset({activity.place.pcode, activity.district.pcode, activity.region.pcode})
    wide = by.grants_of(Role.REGIONAL_COORDINATOR, Role.SECRETARIAT, edition=edition)
    return reaches(wide, organisation=activity.organisation.slug, ancestors=ancestors)


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _receive_in(edition: Edition, submissions: list[Submission], by: Actor) -> list[Report]:
    desk = Desk(edition, submissions, timezone.now(), by)
    fresh: list[tuple[Submission, Report]] = []
    again: list[tuple[Submission, Report]] = []
    for submission in submissions:
        old = desk.replaced.get(submission.replaces_id) if submission.replaces_id else None
        report = old or Report(edition=edition, received_at=desk.now, received_on=edition.today())
        _fill(report, submission, desk, by)
        (again if old else fresh).append((submission, report))
    Report.objects.bulk_create([report for _, report in fresh])
    for _, report in again:
        report.version += 1
        report.save()
    pairs = fresh + again
    _keep_versions(pairs, desk)
    _move(pairs, desk, by)
    in_time = [(submission, report) for submission, report in pairs if report.state != ReportState.TOO_LATE]
    _mark_held(report for _, report in in_time)
    _close_at_once([report for _, report in again], desk, by)
    _notice(
        [report for _, report in in_time], desk, {report.pk: submission for submission, report in in_time}
    )
    return [report for _, report in pairs]


def _fill(report: Report, submission: Submission, desk: Desk, by: Actor) -> None:
    """Write what the submission says into the report's columns."""
    activity, plan = desk.plan_of(submission)
    reading = read_answers(submission.answers, plan, desk.known)
    place = desk.place_of(submission, reading)
    organisation = _organisation_of(submission, report, activity, desk, by)
    was_closed_by_hand = _was_closed_by_hand(report, desk)
    is_too_late = report.state == ReportState.TOO_LATE or (
        report.pk is None and not may(Act.REPORT, desk.edition.state)
    )
    report.organisation, report.activity = organisation, activity
    report.reporter_id = report.reporter_id or submission.held_by_id or submission.account_id
    report.place = place
    report.region = place.region if place else None
    report.district = (place.district or place.region) if place else None
    for name, value in asdict(reading).items():
        if name != "pcode":
            setattr(report, name, list(value) if isinstance(value, tuple) else value)
    report.cohosts = [slug for slug in reading.cohosts if slug != organisation.slug]
    report.supported_by = plan.supported_by if plan else ""
    report.is_open = not was_closed_by_hand and _open(reading.venue, plan.is_open if plan else None, desk)
    show_picture(report, submission)
    report.is_illustrative = submission.is_illustrative
    report.state, report.moved_at, report.moved_on = ReportState.RECEIVED, desk.now, desk.edition.today()
    if _sent_by_coordinator(report, place, by) and reading.is_complete and place is not None:
        report.state = ReportState.FORWARDED
    if is_too_late:
        report.state = ReportState.TOO_LATE


def show_picture(report: Report, submission: Submission) -> None:
    """The newest of its pictures; sound, video and what cannot be read is none."""
    picture = next((one for one in submission.attachments.all() if not one.is_sealed), None)
    report.photo = picture.file_hash if picture else ""
    report.photo_hash = picture.perceptual_hash if picture else None


def _organisation_of(
    submission: Submission, report: Report, activity: Activity | None, desk: Desk, by: Actor
) -> Organisation:
    """Whose report it is: as sent; else the report's until now; else the sender's; else the plan's."""
    if submission.organisation:
        return submission.organisation
    if report.organisation_id:
        return report.organisation
    own = sorted(by.organisations(Role.VOLUNTEER, Role.COORDINATOR, edition=desk.edition.slug))
    hosts = [activity.organisation.slug, *activity.cohosts] if activity else []
    slug = next((host for host in hosts if host in own or not own), own[0] if own else "")
    return desk.organisations[slug] if slug in desk.organisations else _first_lead(desk)


def _first_lead(desk: Desk) -> Organisation:
    """Staff who belong to no organisation report for the body that leads the campaign."""
    return charter.lead_of(desk.edition)


def _open(venue_slug: str, said_open: bool | None, desk: Desk) -> bool:
    venue = desk.venues.get(venue_slug)
    return rules.is_open(venue_closed=venue is None or venue.is_closed, said_open=said_open)


def _was_closed_by_hand(report: Report, desk: Desk) -> bool:
    """Whether a reviewer said of an earlier version that it was closed: sending it again does not open it."""
    if report.pk is None or report.is_open:
        return False
    return _open(report.venue, report.activity.is_open if report.activity else None, desk)


def _sent_by_coordinator(report: Report, place: Place | None, by: Actor) -> bool:
    grants = by.grants_of(Role.COORDINATOR, edition=report.edition.slug)
    return any(grant.organisation == report.organisation.slug for grant in grants)


def _keep_versions(pairs: list[tuple[Submission, Report]], desk: Desk) -> None:
    ReportVersion.objects.bulk_create(
        ReportVersion(
            report=report, number=report.version, submission=submission,
            received_at=desk.now, received_on=desk.edition.today(),
        )
        for submission, report in pairs
    )  # fmt: skip


def _move(pairs: list[tuple[Submission, Report]], desk: Desk, by: Actor) -> None:
    """Each step of the way, and one audit line a report."""
    moves = []
    for submission, report in pairs:
        steps = [
            ReportState.RECEIVED,
            *([report.state] if report.state != ReportState.RECEIVED else []),
        ]
        for step in steps:
            moves.append(
                ReportMove(
                    report=report, to=step, by_id=submission.account_id, at=desk.now, on=desk.edition.today()
                )
            )
    ReportMove.objects.bulk_create(moves)
    audit.note_many(
        "report received", kind="report", by=by, edition=desk.edition.slug, edition_day=desk.edition.today(),
        rows=[(report.uuid, {"version": report.version, **_entered_for(one)}) for one, report in pairs],
    )  # fmt: skip


def _entered_for(submission: Submission) -> dict[str, object]:
    if submission.is_for_someone:
        return {"entered_for": "someone without an account"}
    return {"entered_for": submission.held_by_id} if submission.held_by_id else {}


def _mark_held(reports) -> None:
    held = [report.activity_id for report in reports if report.activity_id]
    Activity.objects.filter(pk__in=held).update(state=ActivityState.HELD, reason="")


def _close_at_once(corrected: list[Report], desk: Desk, by: Actor) -> None:
    """A correction that says “closed” takes what stands from the public now; its numbers wait to be confirmed."""
    is_final = is_pinned(desk.edition.state)  # what is final is corrected by two people
    closed = [r for r in corrected if r.counted_as and r.counted_as["is_open"] and not r.is_open]
    if is_final or not closed:
        return
    settle(desk.edition, closed, by=by)
    audit.note_many(
        "report closed", kind="report", by=by, edition=desk.edition.slug, edition_day=desk.edition.today(),
        rows=[(report.uuid, {"version": report.version}) for report in closed],
    )  # fmt: skip
    for report in closed:  # the journal's columns were written on rows of its own
        report.refresh_from_db(fields=["posting", "standing", "is_open"])


def _notice(reports: list[Report], desk: Desk, submissions: dict[int, Submission]) -> None:
    """Find what a person should look at; on a new version what was noticed before is looked at afresh."""
    complete = [
        report for report in reports if report.district_id and report.held_on and report.total is not None
    ]
    others = others_of(desk.edition, complete)
    people = people_of(desk.edition, complete)
    whole = {report.pk for report in complete}
    weights = {report.pk: report.findings_weight for report in reports}
    found: list[Noticed] = []
    for report in reports:
        facts = facts_of(report, submissions[report.pk])
        kind = desk.kinds.get(report.kind)
        usual = usual_of(desk.edition, report, kind, people_by_place=people)
        notices = (
            rules.flags_of(facts, others.get(report.pk, ()), usual)
            if report.pk in whole
            else _of_incomplete(facts, usual.thresholds)
        )
        report.findings_weight = sum(notice.weight for notice in notices)
        found += [Noticed(report=report, flag=n.flag, values=n.values, weight=n.weight) for n in notices]
    Noticed.objects.filter(report__in=reports).delete()
    Noticed.objects.bulk_create(found)
    heavier = [report for report in reports if report.findings_weight != weights[report.pk]]
    Report.objects.bulk_update(heavier, ["findings_weight"], batch_size=200)


def _of_incomplete(facts: rules.ReportFacts, by: rules.Thresholds) -> list[rules.Notice]:
    return rules.weighed([rules.Notice(rules.Flag.FORM_FAULTS, {"faults": max(1, facts.form_faults)})], by)


def facts_of(report: Report, submission: Submission | None = None) -> rules.ReportFacts:
    """What flags look at; `submission` tells what the form found."""
    findings = submission.findings if submission else []
    codes: dict[str, int] = defaultdict(int)
    for finding in findings:
        codes[finding["code"]] += 1
    personal = sum(n for code, n in codes.items() if code.startswith("guard."))
    return rules.ReportFacts(
        uuid=report.uuid, organisation=report.organisation.slug, held_on=report.held_on or report.received_on,
        district=report.district.pcode if report.district else "", region=report.region.pcode if report.region else "",
        kind=report.kind, total=report.total or 0, counted=report.counted, women=report.women, ages=report.ages,
        photo_hash=report.photo_hash, team=report.activity.team if report.activity else None,
        form_faults=sum(codes.values()) - personal, has_personal_data=personal > 0,
    )  # fmt: skip


def notice_other_answers(submissions: Sequence[Submission], by: Actor) -> None:
    """The same report came with other answers: flag the one that stands, for someone to choose. Safe to repeat."""
    rivals = [row.conflicts_with_id for row in submissions if row.conflicts_with_id]
    versions = ReportVersion.objects.filter(submission__in=rivals).select_related("report__edition")
    reports = {version.report_id: version.report for version in versions}
    flag = rules.Flag.OTHER_ANSWERS
    known = set(Noticed.objects.filter(report__in=reports, flag=flag).values_list("report_id", flat=True))
    fresh = [report for pk, report in reports.items() if pk not in known]
    weights = {one.pk: rules.thresholds_from(one.edition.settings).weights[flag] for one in fresh}
    Noticed.objects.bulk_create(Noticed(report=one, flag=flag, weight=weights[one.pk]) for one in fresh)
    for report in fresh:
        report.findings_weight += weights[report.pk]
    Report.objects.bulk_update(fresh, ["findings_weight"], batch_size=200)
    for report in fresh:
        audit.note("other answers received", kind="report", key=report.uuid, by=by, edition=report.edition.slug,
                   edition_day=report.edition.today())  # fmt: skip
