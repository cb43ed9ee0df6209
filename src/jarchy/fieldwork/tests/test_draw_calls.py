"""On Mondays calls to check are drawn: the same whatever the order, nobody twice, at least three an oblast."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jarchy.charter.models import Edition, Organisation
from jarchy.charter.rules import EditionState
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Call, Draw, Drawn, Report
from jarchy.fieldwork.queries.checks import drawn_list, seed_of
from jarchy.fieldwork.rules import EXAMPLE_SEED
from jarchy.fieldwork.tests.checking import MONDAY, RULE, Checking, give_rule
from jarchy.forms.models import HostPhone
from jarchy.foundation.ids import uuid7
from jarchy.foundation.models import AuditLine
from jarchy.foundation.problems import ProblemRaised
from jarchy.places.models import Place
from jarchy.stats.drawing import in_drawn_order, seed_hash
from tests.tiny import BEISHEKE, KARA_BUURA, NARYN, TALAS, YOUTH_NARYN

WEEK = timedelta(days=7)
IN_SCHOOL = {"venue": "school", "kind": "talk"}


@pytest.fixture
def checking(field) -> Checking:
    return give_rule(field)


def test_three_of_five_are_drawn_in_the_order_of_their_lots(checking):
    reports = checking.confirmed(5)
    (draw,) = checking.monday()
    assert (draw.reports, draw.size, draw.people) == (5, 3, sum(r.total for r in reports))
    order = in_drawn_order(EXAMPLE_SEED, "2018-10-08", [str(r.uuid) for r in reports])
    assert [str(r.uuid) for r in drawn_list(draw)] == order
    assert [str(call.drawn.report.uuid) for call in checking.calls()] == order[:3]
    assert draw.seed_sha256 == RULE["seed_sha256"]


def test_fewer_than_three_are_all_drawn(checking):
    checking.confirmed(2)
    checking.monday()
    assert len(checking.calls()) == 2


def test_each_oblast_has_a_draw_of_its_own(checking):
    checking.confirmed(4)
    checking.confirmed(1, adm1=TALAS, adm2=KARA_BUURA, settlement=BEISHEKE)
    draws = checking.monday()
    assert [(one.region.pcode, one.reports, one.size) for one in draws] == [(NARYN, 4, 3), (TALAS, 1, 1)]


def test_only_what_was_confirmed_in_the_week_before_is_drawn(checking):
    checking.confirmed(1)
    late = checking.field.forwarded(total="99")
    checking.monday()
    checking.field.confirm(late)  # on the Monday itself
    assert [call.drawn.reported for call in checking.calls()] == [57]
    (draw,) = checking.monday(MONDAY + WEEK)
    assert [report.uuid for report in drawn_list(draw)] == [late.uuid]


def test_the_monday_run_twice_draws_nothing_twice(checking):
    checking.confirmed(4)
    before = checking.monday()
    calls = checking.calls()
    assert (checking.monday(), checking.calls()) == (before, calls)


def test_a_report_confirmed_again_is_not_drawn_again(checking):
    (report,) = checking.confirmed(1)
    checking.monday()
    cholpon = checking.field.actor(checking.field.cast.cholpon)
    actions.send_back_report(report.uuid, reason="number-unlikely", by=cholpon)
    again = checking.field.send(checking.field.cast.bakyt, again=report, total="58")
    checking.field.confirm(again)
    assert checking.monday(MONDAY + WEEK) == []


def test_one_of_two_reports_of_the_same_activity_is_drawn_once(checking):
    one, other = checking.confirmed(2)
    actions.same_activity(one.uuid, other.uuid, by=checking.field.actor(checking.field.cast.cholpon))
    (draw,) = checking.monday()
    assert [report.uuid for report in drawn_list(draw)] == [one.uuid]


def test_a_host_is_not_called_twice_in_a_month_however_the_number_was_written(checking):
    phones = ("0555000111", "+996555000111")
    first, second = (checking.field.confirmed(host_phone=phone, **IN_SCHOOL) for phone in phones)
    checking.monday()
    assert len(checking.calls()) == 1
    third = checking.field.confirmed(host_phone="0555000111", **IN_SCHOOL)
    checking.monday(MONDAY + WEEK)
    assert [call.drawn.report.uuid for call in checking.calls()] in ([first.uuid], [second.uuid])
    assert Drawn.objects.filter(report=third).exists()  # its place in the list is kept


def test_after_a_month_the_hash_of_the_host_is_gone(checking):
    checking.field.confirmed(host_phone="0555000111", **IN_SCHOOL)
    checking.monday()
    assert len(checking.calls()[0].host) == 64
    checking.monday(MONDAY + 5 * WEEK)
    assert checking.calls()[0].host == ""


def test_the_telephone_of_a_drawn_host_waits_for_the_call(checking):
    checking.field.confirmed(host_phone="0555000111", **IN_SCHOOL)
    HostPhone.objects.update(delete_after=MONDAY)
    checking.monday()
    assert HostPhone.objects.get().delete_after == MONDAY + timedelta(14)


@pytest.mark.parametrize(
    "rule", [None, {**RULE, "seed_sha256": ""}, {**RULE, "seed_sha256": seed_hash("another")}]
)
def test_without_a_rule_or_its_seed_nothing_is_drawn(checking, rule):
    checking.confirmed(1)
    Edition.objects.update(charter={"checks": rule} if rule else {})
    assert checking.monday() == []


def test_after_final_nothing_is_drawn(checking):
    checking.confirmed(1)
    Edition.objects.update(state=EditionState.FINAL)
    assert checking.monday() == []


def test_a_live_edition_needs_a_seed_of_its_own(checking):
    Edition.objects.update(live=True)
    assert seed_of(checking.edition) is None
    sha = actions.make_seed(checking.edition, by=checking.field.actor(checking.field.cast.daniyar))
    assert sha == actions.make_seed(checking.edition, by=checking.field.actor(checking.field.cast.daniyar))
    Edition.objects.update(charter={"checks": RULE | {"seed_sha256": sha}})
    seed = seed_of(checking.edition)
    assert seed and seed != EXAMPLE_SEED and seed_hash(seed) == sha
    assert seed not in str(list(AuditLine.objects.values_list("details", flat=True)))


def test_a_checker_makes_no_seed(checking):
    with pytest.raises(ProblemRaised):
        actions.make_seed(checking.edition, by=checking.field.actor(checking.field.cast.islam))


def test_a_call_whose_report_was_cancelled_is_open_and_replaced(checking):
    checking.confirmed(4)
    checking.monday()
    first = checking.calls()[0]
    actions.void_report(
        first.drawn.report.uuid, reason="sent-twice", by=checking.field.actor(checking.field.cast.cholpon)
    )
    checking.monday(MONDAY + WEEK)
    first.refresh_from_db()
    assert (first.outcome, first.replaced_by.drawn.number) == ("open", 4)


def test_a_call_taken_and_not_made_goes_back_after_a_week(checking):
    checking.confirmed(1)
    checking.monday()
    checking.take(checking.calls()[0].uuid)
    checking.monday(MONDAY + WEEK)
    assert checking.calls()[0].caller_id is None


def test_what_was_drawn_cannot_be_changed(checking):
    checking.confirmed(1)
    checking.monday()
    for rows in (Draw.objects.all(), Drawn.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**({"size": 0} if rows.model is Draw else {"reported": 0}))
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {rows.model._meta.db_table}")


def test_killed_between_two_oblasts_it_has_drawn_none(checking, monkeypatch):
    checking.confirmed(1)
    checking.confirmed(1, adm1=TALAS, adm2=KARA_BUURA, settlement=BEISHEKE)
    bulk_create = Call.objects.bulk_create
    said = []

    def second_time_the_power_is_gone(rows):
        said.append(rows)
        if len(said) == 2:
            raise KeyboardInterrupt
        return bulk_create(rows)

    monkeypatch.setattr(
        type(Call.objects), "bulk_create", lambda self, rows: second_time_the_power_is_gone(rows)
    )
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        checking.monday()
    assert not Draw.objects.exists() and not Call.objects.exists()
    monkeypatch.undo()
    assert len(checking.monday()) == 2 == len(checking.calls())


# ---------------------------------------------------------------- for any week


def a_report(edition: Edition, region: Place, *, on: date, total: int) -> Report:
    """A confirmed report as the actions leave it, in one row: a property needs hundreds of them."""
    organisation = Organisation.objects.get(slug=YOUTH_NARYN)
    return Report(
        uuid=uuid7(), edition=edition, organisation=organisation, state="confirmed", held_on=on, place=region,
        region=region, district=region, kind="talk", venue="market", total=total, is_open=True,
        received_at=edition.as_of(), received_on=on, moved_at=edition.as_of(), moved_on=on, counted_as={"total": total},
    )  # fmt: skip


weeks = st.lists(st.lists(st.sampled_from([NARYN, TALAS]), max_size=35), min_size=1, max_size=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weeks=weeks, rng=st.randoms(use_true_random=False))
def test_any_order_of_confirmation_gives_the_same_draw_and_nobody_twice(checking, weeks, rng: random.Random):
    places = {place.pcode: place for place in Place.objects.filter(pcode__in=[NARYN, TALAS])}
    edition = checking.edition
    plan = [
        [a_report(edition, places[pcode], on=MONDAY + n * WEEK - timedelta(rng.randint(1, 7)), total=i) for i, pcode
         in enumerate(week)]
        for n, week in enumerate(weeks)
    ]  # fmt: skip
    drawn = [_run(checking, plan, rng) for _ in range(2)]
    assert drawn[0] == drawn[1]
    for pcode in (NARYN, TALAS):
        of = called = 0
        for n, week in enumerate(weeks):
            if pcode in week:
                of += week.count(pcode)
                called += len(drawn[0][MONDAY + n * WEEK, pcode][1])
                assert called == min(of, max(3, -(-of // 10)))  # of all so far, not of each week again


def _run(checking: Checking, plan: list[list[Report]], rng: random.Random):
    """What is drawn when the reports of each week come in any order; everything is taken back afterwards."""
    found = {}
    with transaction.atomic():
        for n, week in enumerate(plan):
            shuffled = [_copy(report) for report in week]
            rng.shuffle(shuffled)
            Report.objects.bulk_create(shuffled)
            for draw in checking.monday(MONDAY + n * WEEK):
                calls = Call.objects.filter(drawn__draw=draw).order_by("drawn__number")
                order = [report.uuid for report in drawn_list(draw)]
                called = list(calls.values_list("drawn__report__uuid", flat=True))
                found[draw.monday, draw.region.pcode] = (order, called)
        transaction.set_rollback(True)
    everybody = [uuid for order, _ in found.values() for uuid in order]
    assert len(everybody) == len(set(everybody)) == sum(map(len, plan))
    return found


def _copy(report: Report) -> Report:
    columns = (field.attname for field in Report._meta.concrete_fields)
    return Report(**{name: getattr(report, name) for name in columns})
