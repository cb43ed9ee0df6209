"""What a coordinator and a reviewer do with a report: each verb one transaction, one audit line, safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.rules import Act, may
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.drawing import draw_second_looks
from jarchy.fieldwork.actions.settling import held_of, settle
from jarchy.fieldwork.models import Activity, Noticed, Report, ReportMove
from jarchy.fieldwork.problems import WHY, Problems
from jarchy.fieldwork.rules import ActivityState, ReportState
from jarchy.forms import actions as forms
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor
from jarchy.ledger import queries as ledger


def forward_report(uuid: UUID, *, by: Actor) -> Report:
    """The coordinator stands behind the report: it goes up to the reviewers."""
    return move_reports([uuid], "forward", by=by)[0]


def confirm_report(uuid: UUID, *, by: Actor) -> Report:
    """Confirm a report: its counts enter the ledger in the same transaction."""
    return move_reports([uuid], "confirm", by=by)[0]


def confirm_reports(uuids: Sequence[UUID], *, by: Actor) -> list[Report]:
    """Confirm several at once, all or none."""
    return move_reports(uuids, "confirm", by=by)


def send_back_report(uuid: UUID, *, reason: str, word: str = "", by: Actor) -> Report:
    """Ask for completion with a reason of the list and a word; what was counted leaves the ledger."""
    return move_reports([uuid], "send-back", by=by, reason=reason, word=word)[0]


def void_report(uuid: UUID, *, reason: str, word: str = "", by: Actor) -> Report:
    """Cancel a report for good; what was counted leaves the ledger, a joined report counts in its stead."""
    return move_reports([uuid], "void", by=by, reason=reason, word=word)[0]


@transaction.atomic
def move_reports(
    uuids: Sequence[UUID], verb: str, *, by: Actor, reason: str = "", word: str = ""
) -> list[Report]:
    """Move each report by this verb, all or none. Locks the rows in order. Where a report already
    stands nothing happens."""
    reports = locked(uuids, by=by)
    moving = []
    for report in reports:
        if why := refusal_of(verb, report, by):
            raise Problems.not_possible(why=WHY[why], verb=verb)
        if report.state != rules.MOVES[verb][1] or (verb == "confirm" and report.counted_as is None):
            moving.append(report)
    if moving:
        carry_out(moving, verb, by=by, reason=reason, word=word)
    return reports


def carry_out(moving: Sequence[Report], verb: str, *, by: Actor, reason: str = "", word: str = "") -> None:
    """Do it to these, which the caller has locked and may move so; in his transaction."""
    edition = moving[0].edition
    if verb in ("send-back", "void"):
        check_reason(edition, verb.replace("-", "_"), reason)
    for report in moving:
        _move(report, verb, by=by, reason=reason, word=word)
    _close_what_was_noticed(moving, verb)
    _plans_follow(moving, verb)
    audit.note_many(
        f"report {rules.MOVES[verb][1]}", kind="report", by=by, edition=edition.slug, why=reason,
        edition_day=edition.today(), rows=[(r.uuid, {"version": r.version}) for r in moving],
    )  # fmt: skip
    if verb == "confirm":
        draw_second_looks(moving, by=by)
    if verb != "forward":
        settle(edition, moving, by=by)


def locked(uuids: Sequence[UUID], *, by: Actor, act: Act = Act.REVIEW) -> list[Report]:
    """These reports as the actor may see them, locked in order; a problem if one is not there for her, or where their
    edition does not let this be done now.
    """
    rows = Report.objects.visible_to(by).filter(uuid__in=uuids)
    keys = list(
        rows.values_list("pk", flat=True)
    )  # narrowing first: a lock across joins would lock more than reports
    found = list(
        Report.objects.filter(pk__in=keys).select_related("edition", "organisation", "place", "region", "district")
        .order_by("pk").select_for_update(of=("self",))
    )  # fmt: skip
    if len(found) != len(set(uuids)):
        raise Problems.no_report()
    if any(not may(act, r.edition.state) for r in found):
        raise Problems.edition_closed()
    if len({r.edition_id for r in found}) > 1:
        raise Problems.no_report()
    return found


def standing_of(report: Report) -> rules.Standing:
    """What a decision about the report needs to know."""
    ancestors = {place.pcode for place in (report.place, report.district, report.region) if place}
    sent_by = {report.reporter_id, *report.versions.values_list("submission__account", flat=True)}
    return rules.Standing(
        edition=report.edition.slug,
        organisation=report.organisation.slug,
        state=ReportState(report.state),
        ancestors=frozenset(ancestors),
        days_waiting=(report.edition.today() - report.received_on).days,
        hosts=frozenset(report.cohosts),
        is_counted=report.counted_as is not None,
        reporters=frozenset(account for account in sent_by if account),
    )


def refusal_of(verb: str, report: Report, by: Actor, *, act: Act = Act.REVIEW) -> str | None:
    """Why this actor may not do this to the report now, as a code of problems.WHY; None where she may."""
    if not may(act, report.edition.state):
        return "not_now"
    if why := rules.refusal(verb, standing_of(report), by):
        return why
    is_complete = (
        report.held_on and report.district_id and report.kind and report.venue and report.total is not None
    )
    return "incomplete" if verb in ("forward", "confirm") and not is_complete else None


def _check_reviews(report: Report, by: Actor) -> None:
    if why := rules.review_refusal(standing_of(report), by):
        raise Problems.not_possible(why=WHY[why])


def check_reason(edition: Edition, applies_to: str, slug: str) -> None:
    """A problem unless the reason stands in the edition's list for this verb."""
    reasons = {s: r for s, r in charter.choices(edition, "reason").items() if r.applies_to == applies_to}
    if slug not in reasons:
        raise Problems.reason_missing(reason=slug, choices=", ".join(reasons))


def _move(report: Report, verb: str, *, by: Actor, reason: str, word: str) -> None:
    kinds = charter.choices(report.edition, "kind") if verb == "confirm" else {}
    report.state = rules.MOVES[verb][1]
    report.moved_at, report.moved_on = timezone.now(), report.edition.today()
    if verb == "confirm":
        report.counted_as = held_of(report, asks_first_time=kinds[report.kind].asks_first_time)
    elif verb != "forward":
        report.counted_as = None
    report.save(update_fields=["state", "moved_at", "moved_on", "counted_as"])
    ReportMove.objects.create(
        report=report,
        to=report.state,
        by_id=by.account,
        at=report.moved_at,
        on=report.moved_on,
        reason=reason,
        word=word,
    )


def _close_what_was_noticed(reports: Sequence[Report], verb: str) -> None:
    """Remember how often each flag was of use: it was where the report was sent back or cancelled."""
    was_of_use = {"confirm": False, "send-back": True, "void": True}.get(verb)
    if was_of_use is not None:
        Noticed.objects.filter(report__in=reports, was_of_use=None).update(was_of_use=was_of_use)


def _plans_follow(reports: Sequence[Report], verb: str) -> None:
    """A plan is held as long as a report of it stands."""
    keys = {report.activity_id for report in reports if report.activity_id}
    if verb != "void" or not keys:
        return
    still = (
        Report.objects.filter(activity_id__in=keys)
        .exclude(state__in=(ReportState.VOID, ReportState.TOO_LATE))
        .values_list("activity_id", flat=True)
    )
    Activity.objects.filter(pk__in=keys - set(still), state=ActivityState.HELD).update(
        state=ActivityState.PLANNED
    )


@transaction.atomic
def same_activity(uuid: UUID, other: UUID, *, by: Actor) -> Report:
    """Two reports are of one activity: the first (or what it counts with) counts, both organisations are credited.

    The other's lines are reversed and posted again as not counting, in this transaction.
    """
    if uuid == other:
        raise Problems.not_same(why="")
    first, second = (next(r for r in locked([uuid, other], by=by) if r.uuid == one) for one in (uuid, other))
    _review_both(first, second, by)
    root = first.counts_with or first
    if second.pk == root.pk or second.counts_with_id == root.pk:
        return first
    moved = list(Report.objects.filter(Q(pk=second.pk) | Q(counts_with=second)).select_related("edition"))
    if second.counts_with_id is not None:
        moved = [second]
    left = [second.counts_with] if second.counts_with else []
    for report in (root, *moved, *left):  # none of them is of her own organisation
        _check_reviews(report, by)
    for report in moved:
        report.counts_with = root
    Report.objects.bulk_update(moved, ["counts_with"])
    Noticed.objects.filter(report__in=[first, second], flag=rules.Flag.SAME_ACTIVITY).update(was_of_use=True)
    audit.note(
        "same activity", kind="report", key=second.uuid, by=by, edition=first.edition.slug,
        edition_day=first.edition.today(), details={"counts_with": str(root.uuid)},
    )  # fmt: skip
    settle(first.edition, [root, *moved], by=by)
    return first


@transaction.atomic
def separate_activity(uuid: UUID, *, by: Actor) -> Report:
    """Undo *same activity*: the report counts for itself again."""
    (report,) = locked([uuid], by=by)
    root = report.counts_with
    if root is None:
        return report
    for one in (report, root):
        _check_reviews(one, by)
    report.counts_with = None
    report.save(update_fields=["counts_with"])
    audit.note(
        "separate activity", kind="report", key=report.uuid, by=by, edition=report.edition.slug,
        edition_day=report.edition.today(), details={"from": str(root.uuid)},
    )  # fmt: skip
    settle(report.edition, [root, report], by=by)
    return report


def _review_both(first: Report, second: Report, by: Actor) -> None:
    for report in (first, second):
        if report.state in (ReportState.VOID, ReportState.TOO_LATE):
            raise Problems.not_same(why=WHY["state"])
        _check_reviews(report, by)


@transaction.atomic
def change_openness(uuid: UUID, *, is_open: bool, why: str, by: Actor) -> Report:
    """Say that what was held was open or closed. Closing is a correction of every line of the activity, at once; what
    was ever counted as closed opens no more, so an opening always comes before the confirmation, and waits for it.
    """
    (report,) = locked([uuid], by=by)
    _check_reviews(report, by)
    return count_as(report, is_open=is_open, why=why, by=by)


def count_as(report: Report, *, is_open: bool, why: str, by: Actor) -> Report:
    """Count it so from now on; of a report that the caller has locked, in his transaction."""
    if is_open and was_counted_as_closed(report):
        raise Problems.stays_closed()
    stands = report.counted_as is None or report.counted_as["is_open"] == is_open
    if report.is_open == is_open and stands:
        return report
    report.is_open = is_open
    if report.counted_as is not None:
        report.counted_as = report.counted_as | {"is_open": is_open}
    report.save(update_fields=["is_open", "counted_as"])
    audit.note(
        "report opened" if is_open else "report closed", kind="report", key=report.uuid, by=by, why=why,
        edition=report.edition.slug, edition_day=report.edition.today(),
    )  # fmt: skip
    settle(report.edition, [report], by=by)
    return report


def was_counted_as_closed(report: Report) -> bool:
    """Whether the ledger ever had it, or one of the same activity, as closed: then it stays so."""
    root = report.counts_with_id or report.pk
    group = Report.objects.filter(Q(pk=root) | Q(counts_with_id=root), posting__gt=0)
    return bool(ledger.once_closed(report.edition, group.values_list("uuid", flat=True)))


@transaction.atomic
def hide_text(uuid: UUID, *, question: str, by: Actor) -> Report:
    """Empty a free text for good in every version, in answers and kept body. The audit line does not repeat it."""
    (report,) = locked([uuid], by=by, act=Act.HIDE)
    _check_reviews(report, by)
    for version in report.versions.select_related("submission"):
        forms.hide_text(version.submission, question, by=by)
    report.has_text = False
    report.save(update_fields=["has_text"])
    audit.note(
        "text hidden", kind="report", key=report.uuid, by=by, edition=report.edition.slug,
        edition_day=report.edition.today(), details={"question": question},
    )  # fmt: skip
    return report
