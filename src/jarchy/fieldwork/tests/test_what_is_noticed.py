"""What a person should look at before she confirms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from jarchy.charter import thresholds
from jarchy.fieldwork.rules import Flag, ReportFacts, Usual, flags_of, thresholds_from

HELD = ReportFacts(
    uuid=UUID(int=1), organisation="naryn-1", held_on=date(2018, 10, 3), district="KG04235000000",
    region="KG04000000000", kind="talk", total=37, counted="heads", women=20,
)  # fmt: skip
USUAL = Usual(starts=date(2018, 9, 10), ends=date(2018, 12, 10), low=15, high=60, areas=frozenset())


def flags(report: ReportFacts, *others: ReportFacts, usual: Usual = USUAL) -> list[Flag]:
    return [notice.flag for notice in flags_of(report, others, usual)]


def test_an_ordinary_report_has_nothing_noticed():
    assert flags(HELD) == []


def test_another_report_of_the_same_day_place_and_kind_by_any_organisation():
    other = replace(HELD, uuid=UUID(int=2), organisation="naryn-2", total=40)
    (notice,) = flags_of(HELD, [HELD, other], USUAL)
    assert notice.flag == Flag.SAME_ACTIVITY
    assert notice.values == {"other": str(other.uuid), "organisation": "naryn-2", "total": 40, "how_many": 1}


def test_a_cancelled_report_or_one_joined_already_is_not_the_same_again():
    other = replace(HELD, uuid=UUID(int=2))
    assert flags(HELD, replace(other, is_void=True)) == []
    assert flags(HELD, replace(other, joined_with=HELD.uuid)) == []


def test_another_kind_on_the_same_day_is_another_activity():
    assert flags(HELD, replace(HELD, uuid=UUID(int=2), kind="street")) == []


def test_outside_the_area_and_the_period():
    usual = replace(USUAL, areas=frozenset({"KG07000000000"}))
    assert flags(replace(HELD, held_on=date(2018, 9, 9)), usual=usual) == [
        Flag.OUTSIDE_AREA,
        Flag.OUTSIDE_PERIOD,
    ]


def test_both_ends_of_the_period_are_in_it():
    assert flags(replace(HELD, held_on=USUAL.starts)) == []
    assert flags(replace(HELD, held_on=USUAL.ends)) == []


def test_far_more_people_than_the_kind_usually_draws_with_the_usual_range_beside():
    (notice,) = flags_of(replace(HELD, total=121), [], USUAL)
    assert notice.flag == Flag.IMPLAUSIBLE
    assert notice.values == {"total": 121, "low": 15, "high": 60}
    assert flags(replace(HELD, total=120, women=None)) == [Flag.TOO_ROUND]


def test_a_kind_without_a_usual_range_is_never_implausible():
    assert flags(replace(HELD, total=9999), usual=replace(USUAL, low=None, high=None)) == []


def test_more_people_than_live_there():
    village = replace(USUAL, settlement_people=36)
    (notice,) = flags_of(HELD, [], village)
    assert (notice.flag, notice.values) == (Flag.IMPLAUSIBLE, {"total": 37, "people": 36})
    assert flags(HELD, usual=replace(USUAL, settlement_people=37)) == []


def test_round_numbers_are_noticed_only_where_heads_were_counted():
    round_numbers = replace(HELD, total=100, women=50, ages={"14-17": 30})
    assert Flag.TOO_ROUND in flags(round_numbers)
    assert Flag.TOO_ROUND not in flags(replace(round_numbers, counted="estimate"))
    assert Flag.TOO_ROUND not in flags(replace(round_numbers, women=51))
    assert Flag.TOO_ROUND not in flags(replace(HELD, total=40, women=20))


def test_a_picture_seen_before_though_it_was_made_smaller():
    seen = replace(HELD, uuid=UUID(int=2), held_on=date(2018, 9, 20), photo_hash=0b1011, kind="street")
    assert flags(replace(HELD, photo_hash=0b1111), seen) == [Flag.PICTURE_SEEN]
    assert flags(replace(HELD, photo_hash=~0b1011), seen) == []


def test_signed_and_unsigned_picture_hashes_are_one():
    seen = replace(HELD, uuid=UUID(int=2), photo_hash=-1, kind="street")
    assert flags(replace(HELD, photo_hash=(1 << 64) - 1), seen) == [Flag.PICTURE_SEEN]


def test_heaviest_first():
    report = replace(HELD, total=500, women=None, team=1, has_personal_data=True, form_faults=2)
    assert flags(report) == [
        Flag.PERSONAL_DATA,
        Flag.IMPLAUSIBLE,
        Flag.FORM_FAULTS,
        Flag.ALONE,
        Flag.TOO_ROUND,
    ]


def noticed(settings: dict[str, int], report: ReportFacts, *others: ReportFacts) -> list[Flag]:
    """In a campaign whose folder says so under [flags]."""
    return flags(report, *others, usual=replace(USUAL, thresholds=thresholds_from(settings)))


def test_the_folder_says_from_where_on():
    assert noticed({"times_usual": 3}, replace(HELD, total=121)) == []
    assert noticed({"round_from": 30}, replace(HELD, total=40, women=20)) == [Flag.TOO_ROUND]
    assert noticed({"round_to": 5}, replace(HELD, total=55, women=20)) == [Flag.TOO_ROUND]
    assert noticed({"team_least": 3}, replace(HELD, team=2)) == [Flag.ALONE]
    assert noticed({"form_faults_from": 2}, replace(HELD, form_faults=1)) == []


def test_a_share_of_those_who_live_there():
    village = replace(
        USUAL, settlement_people=100, thresholds=thresholds_from({"percent_of_inhabitants": 36})
    )
    assert flags(HELD, usual=village) == [Flag.IMPLAUSIBLE]
    assert flags(replace(HELD, total=36), usual=village) == []


def test_a_weight_of_nothing_is_not_noticed_and_heavier_comes_first():
    report = replace(HELD, team=1, has_personal_data=True)
    assert noticed({"weight_alone": 0}, report) == [Flag.PERSONAL_DATA]
    assert noticed({"weight_alone": 9}, report) == [Flag.ALONE, Flag.PERSONAL_DATA]


def test_what_protects_people_can_be_made_lighter_and_never_silent():
    assert {name for name, one in thresholds.FLAGS.items() if one.least and name.startswith("weight")} == {
        "weight_personal_data", "weight_form_faults", "weight_other_answers",
    }  # fmt: skip


def test_every_flag_has_its_weight_in_the_folder():
    assert {f"weight_{flag}" for flag in Flag} == {one for one in thresholds.FLAGS if one[:7] == "weight_"}
