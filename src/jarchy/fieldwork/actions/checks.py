"""Calls to check: the seed, the draw at the midnight that begins a Monday, taking a call, what came of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.rules import CheckRule, EditionState
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.concerns import tell_safeguarding
from jarchy.fieldwork.actions.review import standing_of
from jarchy.fieldwork.models import Call, CheckSeed, Draw, Drawn, Report, ReportVersion
from jarchy.fieldwork.problems import WHY_NO_CALL, Problems
from jarchy.fieldwork.queries.checks import seed_of
from jarchy.fieldwork.rules import Because, Outcome, ReportState
from jarchy.forms import actions as forms
from jarchy.forms.models import Draft, Submission
from jarchy.forms.queries import host_phones
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role, house
from jarchy.foundation.sealing import keyed_hash, seal
from jarchy.stats.drawing import how_many_more, in_drawn_order, list_hash, seed_hash

FORM = "activity_check"
WEEK = timedelta(days=7)
CLOSED = (EditionState.FINAL, EditionState.ARCHIVED)
ONES_OWN_DIGITS = 9  # of a telephone: 0555123456 and +996555123456 are one host


@transaction.atomic
def make_seed(edition: Edition, *, by: Actor) -> str:
    """Make the edition's seed by chance and keep it sealed; its SHA-256, for seed_sha256 in campaign.toml.

    Asked again it is the same one: a seed is never made anew, or somebody could try until she likes what is drawn.
    """
    if not by.has(Role.SECRETARIAT, Role.ADMINISTRATOR, edition=edition.slug):
        raise Problems.no_call()
    kept = CheckSeed.objects.filter(edition=edition).first()
    if kept is not None:
        return kept.sha256
    seed = secrets.token_hex(32)
    kept = CheckSeed.objects.create(
        edition=edition, sealed=seal(seed.encode()), sha256=seed_hash(seed), made_at=timezone.now()
    )
    audit.note(
        "seed made", kind="edition", key=edition.slug, by=by, edition=edition.slug, edition_day=edition.today(),
        details={"sha256": kept.sha256},
    )  # fmt: skip
    return kept.sha256


def midnight(edition: Edition, day: date) -> None:
    """What a day's beginning brings: hosts may be called again after a month; on a Monday calls are drawn."""
    if charter.check_rule(edition) is None:
        return
    rested = day - timedelta(rules.HOST_REST_DAYS)
    Call.objects.filter(edition=edition, made_on__lte=rested).exclude(host="").update(host="")
    if day.weekday() == 0:
        draw_calls(edition, day, by=house("midnight"))


@transaction.atomic
def draw_calls(edition: Edition, monday: date, *, by: Actor) -> list[Draw]:
    """Draw, in each oblast, from the reports confirmed in the week before `monday`; what was drawn before stays.

    Nothing is drawn where the charter has no rule, where the seed kept here is not the charter's, or after final. All
    oblasts or none; safe to repeat, and to run late.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    rule, seed = charter.check_rule(edition), seed_of(edition)
    if rule is None or seed is None or edition.state in CLOSED:
        return []
    drawn_already = set(
        Draw.objects.filter(edition=edition, monday=monday).values_list("region_id", flat=True)
    )
    _set_free(edition, monday)
    draws = []
    for region, reports in _confirmed_before(edition, monday).items():
        if region not in drawn_already:
            draws.append(_draw(edition, monday, reports, rule=rule, seed=seed))
    if draws:
        audit.note_many(
            "calls drawn", kind="draw", by=by, edition=edition.slug, edition_day=monday,
            rows=[(f"{monday} {one.region.pcode}", {"of": one.reports, "size": one.size}) for one in draws],
        )  # fmt: skip
    return draws


def _confirmed_before(edition: Edition, monday: date) -> dict[int, list[Report]]:
    """By oblast, in the order of P-codes: reports confirmed in the week before, which count and are in no list."""
    rows = Report.objects.filter(
        edition=edition, state=ReportState.CONFIRMED, moved_on__gte=monday - WEEK, moved_on__lt=monday,
        counts_with__isnull=True, region__isnull=False, drawn__isnull=True,
    )  # fmt: skip
    found: dict[int, list[Report]] = {}
    for report in rows.select_related("region").order_by("region__pcode", "uuid"):
        found.setdefault(report.region_id or 0, []).append(report)
    return found


def _draw(edition: Edition, monday: date, reports: Sequence[Report], *, rule: CheckRule, seed: str) -> Draw:
    by_uuid = {str(report.uuid): report for report in reports}
    order = in_drawn_order(seed, monday.isoformat(), by_uuid)
    region = reports[0].region
    assert region is not None
    earlier = Draw.objects.filter(edition=edition, region=region, monday__lt=monday)
    before = earlier.aggregate(of=Sum("reports", default=0), drawn=Sum("size", default=0))
    size = how_many_more(
        len(order),
        of_before=before["of"],
        before=before["drawn"],
        share=rule.share,
        least=rule.least_per_oblast,
    )
    draw = Draw.objects.create(
        edition=edition, monday=monday, region=region, reports=len(order),
        people=sum(report.total or 0 for report in reports), share=rule.share, least=rule.least_per_oblast,
        size=size, seed_sha256=rule.seed_sha256,
        list_sha256=list_hash(order), drawn_at=timezone.now(),
    )  # fmt: skip
    Drawn.objects.bulk_create(
        Drawn(draw=draw, number=number, report=by_uuid[uuid], reported=by_uuid[uuid].total or 0)
        for number, uuid in enumerate(order, start=1)
    )
    _call_next(draw, how_many_more=draw.size, on=monday)
    return draw


def _call_next(
    draw: Draw, *, how_many_more: int, on: date, replaces: Sequence[Call | None] = ()
) -> list[Call]:
    """Make calls of the next in the drawn list: confirmed still, not called yet, the host not called within a month."""
    waiting = draw.drawn.filter(call__isnull=True, report__state=ReportState.CONFIRMED).order_by("number")
    listed = list(waiting.select_related("report"))
    phones = phones_of([one.report for one in listed])
    since = on - timedelta(rules.HOST_REST_DAYS)
    called = Call.objects.filter(edition=draw.edition, made_on__gt=since).exclude(host="")
    hosts = set(called.values_list("host", flat=True))
    calls: list[Call] = []
    for one in listed:
        if len(calls) == how_many_more:
            break
        phone = phones.get(one.report_id, (0, ""))[1]
        host = keyed_hash(f"host {phone[-ONES_OWN_DIGITS:]}".encode()) if phone else ""
        if host and host in hosts:
            continue
        hosts.add(host)
        before = replaces[len(calls)] if len(calls) < len(replaces) else None
        calls.append(
            Call(
                edition=draw.edition, drawn=one, made_on=on, host=host, has_phone=bool(phone), replaces=before
            )
        )
    Call.objects.bulk_create(calls)
    rule = charter.check_rule(draw.edition)
    if rule:
        chosen = [phones[call.drawn.report_id][0] for call in calls if call.has_phone]
        forms.keep_host_phones_until(
            Submission.objects.filter(pk__in=chosen), on + timedelta(rule.phone_days)
        )
    return calls


def phones_of(reports: Iterable[Report]) -> dict[int, tuple[int, str]]:
    """By report: the submission beside which its host's telephone is kept, and the telephone. Two queries."""
    pairs = ReportVersion.objects.filter(report__in=list(reports)).values_list("submission_id", "report_id")
    of_report = dict(pairs)
    return {of_report[key]: (key, phone) for key, phone in host_phones(of_report).items()}


def _set_free(edition: Edition, monday: date) -> None:
    """Calls whose report counts no longer are open and replaced; those taken a week ago and not made go back."""
    waiting = Call.objects.filter(edition=edition, outcome="")
    left = waiting.filter(taken_on__lte=monday - timedelta(rules.TAKEN_DAYS))
    Draft.objects.filter(uuid__in=left.values("uuid")).delete()
    left.update(caller=None, taken_on=None)
    gone = waiting.filter(caller__isnull=True).exclude(drawn__report__state=ReportState.CONFIRMED)
    for call in gone.select_related("drawn__draw").order_by("pk"):
        call.outcome, call.checked_on = Outcome.OPEN, monday
        call.save(update_fields=["outcome", "checked_on"])
        call.drawn.draw.edition = edition
        _call_next(call.drawn.draw, how_many_more=1, on=monday, replaces=[call])


# ---------------------------------------------------------------- one call


def locked_call(uuid: UUID, *, by: Actor) -> Call:
    """The call as this actor may see it, locked. Raises Problems.no_call."""
    keys = list(Call.objects.visible_to(by).filter(uuid=uuid).values_list("pk", flat=True))
    found = (
        Call.objects.filter(pk__in=keys).select_related("edition", "drawn__report", "drawn__draw__region")
        .select_for_update(of=("self",)).first()
    )  # fmt: skip
    if found is None:
        raise Problems.no_call()
    return found


def refusal_of_call(call: Call, by: Actor) -> str | None:
    """Why this actor may not make this call, as a code of WHY_NO_CALL; None where she may."""
    return None if by.is_house else rules.call_refusal(standing_of(call.drawn.report), by)


@transaction.atomic
def take_call(uuid: UUID, *, by: Actor) -> Call:
    """The call is hers now: from here on she is shown the host's telephone, and the audit says so. Safe to repeat."""
    call = locked_call(uuid, by=by)
    if why := refusal_of_call(call, by):
        raise Problems.not_your_call(why=WHY_NO_CALL[why])
    if call.edition.state in CLOSED:
        raise Problems.edition_closed()
    if call.outcome or by.account is None or call.caller_id not in (None, by.account):
        raise Problems.not_your_call(why=WHY_NO_CALL["taken"])
    if call.caller_id is not None:
        return call
    call.caller_id, call.taken_on = by.account, call.edition.today()
    call.save(update_fields=["caller", "taken_on"])
    audit.note(
        "call taken, telephone shown" if call.has_phone else "call taken", kind="call", key=call.uuid, by=by,
        edition=call.edition.slug, edition_day=call.taken_on, details={"report": str(call.drawn.report.uuid)},
    )  # fmt: skip
    return call


@transaction.atomic
def give_back_call(uuid: UUID, *, by: Actor) -> Call:
    """Somebody else may make the call; what she had filled in is thrown away. Safe to repeat."""
    call = locked_call(uuid, by=by)
    if call.outcome or call.caller_id is None:
        return call
    if not by.is_house and call.caller_id != by.account:
        raise Problems.not_your_call(why=WHY_NO_CALL["taken"])
    Draft.objects.filter(uuid=call.uuid).delete()
    call.caller = call.taken_on = None
    call.save(update_fields=["caller", "taken_on"])
    audit.note(
        "call given back", kind="call", key=call.uuid, by=by, edition=call.edition.slug,
        edition_day=call.edition.today(),
    )  # fmt: skip
    return call


def start_check(uuid: UUID, *, by: Actor) -> Draft:
    """The form of a call that she has taken: begun, or taken up where she left it."""
    call = take_call(uuid, by=by)
    return forms.start_draft(call.edition, FORM, by=by, uuid=call.uuid)


def receive_checks(submissions: Sequence[Submission], by: Actor) -> list[Call]:
    """Keep what came of each call; called in the transaction that keeps the submissions.

    Which call it was says the instance id, which nobody but its caller has. Raises Problems.no_call and not_your_call;
    then nothing of that submission is kept. Safe to repeat.
    """
    return [_receive_check(submission, by) for submission in submissions]


def _receive_check(submission: Submission, by: Actor) -> Call:
    call = _call_of(submission)
    if call.submission_id == submission.pk:
        return call
    if call.outcome or not (by.is_house or call.caller_id == by.account):
        raise Problems.not_your_call(why=WHY_NO_CALL["taken"])
    if why := refusal_of_call(call, by):
        raise Problems.not_your_call(why=WHY_NO_CALL[why])
    if call.edition.state in CLOSED:
        raise Problems.edition_closed()
    answers, today = submission.answers, call.edition.today()
    call.outcome, call.found = _came_of_it(answers, call.drawn.reported)
    call.submission, call.checked_on = submission, today
    call.save(update_fields=["outcome", "found", "submission", "checked_on"])
    if answers.get("concern") == "yes":
        tell_safeguarding(call.drawn.report, because=Because.CHECK, by=by)
    _after_check(call, by)
    return call


def _call_of(submission: Submission) -> Call:
    try:
        uuid = UUID(submission.instance_id.removeprefix("uuid:"))
    except ValueError:
        raise Problems.no_call() from None
    rows = Call.objects.filter(uuid=uuid, edition_id=submission.edition_id)
    found = rows.select_related("drawn__report", "drawn__draw").select_for_update(of=("self",)).first()
    if found is None:
        raise Problems.no_call()
    found.edition = found.drawn.draw.edition = found.drawn.report.edition = submission.edition
    return found


def _came_of_it(answers: Mapping[str, str], reported: int) -> tuple[Outcome, int | None]:
    said = answers.get("people", "")
    people = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None
    outcome = rules.check_outcome(
        reached=answers.get("reached", ""), held=answers.get("held", ""), people=people, reported=reported
    )
    return outcome, people if outcome in (Outcome.AS_REPORTED, Outcome.DIFFERS) else None


def _after_check(call: Call, by: Actor) -> None:
    """The telephone goes n days after; an open one is replaced."""
    rule, today = charter.check_rule(call.edition), call.edition.today()
    if rule and (kept := phones_of([call.drawn.report]).get(call.drawn.report_id)):
        beside = Submission.objects.get(pk=kept[0])
        forms.forget_host_phone_by(beside, today + timedelta(rule.phone_days))
    audit.note(
        "call made", kind="call", key=call.uuid, by=by, edition=call.edition.slug, edition_day=today,
        details={"outcome": str(call.outcome)},
    )  # fmt: skip
    if call.outcome == Outcome.OPEN:
        _call_next(call.drawn.draw, how_many_more=1, on=today, replaces=[call])
