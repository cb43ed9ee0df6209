"""Reports as pages ask for them: what waits, what became of mine, one with all that stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Activity, Noticed, Report, ReportMove, ReportVersion
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries.noticing import noticed_before
from jarchy.fieldwork.rules import DAYS_UNTIL_REVIEWER_MAY_ACT, ReportState
from jarchy.forms.models import Submission
from jarchy.forms.rules import Channel, may_correct
from jarchy.foundation.narrowing import Actor

PAGE = 25
WHOLE = ("edition", "organisation", "activity", "place", "region", "district", "counts_with")


@dataclass(frozen=True)
class Waiting:
    """One row of the review queue. `waited`: days since it was received; `is_own`: this reviewer sent it herself."""

    report: Report
    noticed: Sequence[Noticed]
    waited: int
    is_own: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows in order, and the key to ask with for those after them ("" at the end)."""

    rows: Sequence
    after: str


def reports_waiting(
    edition: Edition, actor: Actor, *, region: str = "", noticed: str = "", after: str = "", limit: int = PAGE
) -> Page:
    """What a reviewer may act on: forwarded, or received and left for five days. Worst and oldest first."""
    rows = waiting_for_review(edition, actor)
    if region:
        rows = rows.filter(region__pcode=region)
    if noticed == "none":
        rows = rows.filter(findings_weight=0)
    elif noticed:
        rows = rows.filter(noticed__flag=noticed)
    rows = rows.order_by("-findings_weight", "received_on", "pk")
    if after:
        weight, day, key = after.split("_")
        later = Q(findings_weight__lt=int(weight)) | Q(
            findings_weight=int(weight), received_on__gt=date.fromisoformat(day)
        )
        rows = rows.filter(later | Q(findings_weight=int(weight), received_on=day, pk__gt=int(key)))
    # The keys first, from the index alone: a queue of thousands is then sorted without its wide rows.
    keys = list(rows.values_list("pk", flat=True)[: limit + 1])
    whole = Report.objects.select_related(*WHOLE).in_bulk(keys[:limit])
    page = [whole[key] for key in keys if key in whole]
    flags = noticed_before([report.uuid for report in page])
    today = edition.today()
    own = ReportVersion.objects.filter(report__in=page, submission__account=actor.account)
    sent = {*own.values_list("report_id", flat=True), *(r.pk for r in page if r.reporter_id == actor.account)}
    waiting = [
        Waiting(report, flags[report.uuid], (today - report.received_on).days, report.pk in sent)
        for report in page
    ]
    return Page(waiting, _key(page[-1]) if len(keys) > limit else "")


def _key(report: Report) -> str:
    return f"{report.findings_weight}_{report.received_on.isoformat()}_{report.pk}"


def waiting_for_review(edition: Edition, actor: Actor):
    """The rows behind the queue, in no order. Their states are named twice: SQLite takes no index by an OR."""
    left = date.fromordinal(edition.today().toordinal() - DAYS_UNTIL_REVIEWER_MAY_ACT)
    ready = Q(state=ReportState.FORWARDED) | Q(state=ReportState.RECEIVED, received_on__lte=left)
    states = (ReportState.FORWARDED, ReportState.RECEIVED)
    return Report.objects.visible_to(actor).filter(ready, edition=edition, state__in=states)


def waiting_numbers(edition: Edition, actor: Actor) -> dict[str, int | date | None]:
    """For the sentence of the day: how many wait for a reviewer, the oldest's day, how many for their coordinators."""
    waiting = waiting_for_review(edition, actor)
    oldest = waiting.order_by("received_on").values_list("received_on", flat=True).first()
    unforwarded = Report.objects.visible_to(actor).filter(edition=edition, state=ReportState.RECEIVED)
    return {"waiting": waiting.count(), "oldest": oldest, "unforwarded": unforwarded.count()}


@dataclass(frozen=True)
class WholeReport:
    """A report with its way, what was noticed, its plan, its answers as sent and those it counts with."""

    report: Report
    moves: Sequence[ReportMove]
    noticed: Sequence[Noticed]
    submission: Submission | None
    joined: Sequence[Report]

    @property
    def activity(self) -> Activity | None:
        return self.report.activity


def whole_report(uuid: UUID, actor: Actor) -> WholeReport:
    """The report as this actor may see it; a problem where she may not. Five queries."""
    report = Report.objects.visible_to(actor).filter(uuid=uuid).select_related(*WHOLE, "reporter").first()
    if report is None:
        raise Problems.no_report()
    last = report.versions.select_related("submission__form_version").order_by("-number").first()
    return WholeReport(
        report=report,
        moves=list(report.moves.select_related("by").order_by("pk")),
        noticed=noticed_before([report.uuid])[report.uuid],
        submission=last.submission if last else None,
        joined=list(report.joined.select_related("organisation")),
    )


def earlier_report(report: Report, actor: Actor) -> Report | None:
    """The report of the same planned activity and organisation that came before this one, which a phone sent.

    Offered as what this one corrects to whoever may correct both; None where somebody has acted on this one.
    """
    untouched = report.state in (ReportState.RECEIVED, ReportState.FORWARDED) and report.version == 1
    if report.activity_id is None or not untouched or report.counts_with_id or report.joined.exists():
        return None
    if not report.versions.filter(submission__channel=Channel.PHONE).exists():
        return None
    rows = Report.objects.visible_to(actor).exclude(state__in=(ReportState.VOID, ReportState.TOO_LATE))
    rows = rows.filter(activity=report.activity_id, organisation=report.organisation_id, pk__lt=report.pk)
    first = rows.select_related("edition", "organisation").order_by("-pk").first()
    return first if first and all(_may_correct(one, actor) for one in (first, report)) else None


def _may_correct(report: Report, actor: Actor) -> bool:
    return may_correct(
        actor, edition=report.edition.slug, sender=report.reporter_id, organisation=report.organisation.slug
    )


def my_reports(edition: Edition, actor: Actor, *, before: int | None = None, limit: int = PAGE) -> Page:
    """What this account sent, and what it entered for others or others for it; newest first, each with its last move.
    Two queries."""
    entered = ReportVersion.objects.filter(submission__account=actor.account, submission__edition=edition)
    own = Q(reporter=actor.account) | Q(pk__in=entered.values("report"))
    rows = Report.objects.filter(own, edition=edition).select_related(*WHOLE).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    last = last_moves(found[:limit])
    for report in found[:limit]:
        report.last_move = last.get(report.pk)  # type: ignore[attr-defined]
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")


def last_moves(reports: Sequence[Report]) -> dict[int, ReportMove]:
    """The last step of each of these reports. One query."""
    found: dict[int, ReportMove] = {}
    for move in ReportMove.objects.filter(report__in=reports).order_by("pk"):
        found[move.report_id] = move
    return found


def reports_of_organisation(edition: Edition, actor: Actor, organisation: str) -> dict[str, int]:
    """How many of its reports stand in which state, as far as this actor may see."""
    rows = Report.objects.visible_to(actor).filter(edition=edition, organisation__slug=organisation)
    return dict(rows.values_list("state").annotate(n=Count("id")).order_by("state"))


def receipt_address(submission: Submission) -> str:
    """The page that follows sending on the web."""
    report = Report.objects.filter(versions__submission=submission).first()
    return reverse("fieldwork:receipt", args=[report.uuid]) if report else reverse("fieldwork:today")
