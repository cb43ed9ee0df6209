"""What pages are told: helplines that could be known, facts in force, who takes part and how far it may be said."""

from __future__ import annotations

from datetime import date

import pytest

from jarchy.charter import actions, queries
from jarchy.charter.models import Edition, Participation
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small) -> Edition:
    actions.load_folder(small.path, house("test"))
    return queries.edition("kg-2018")


def test_no_number_is_shown_that_nobody_could_know_on_5_november_2018(edition):
    assert [line.number for line in queries.helplines(edition)] == ["189", "0800 0000 189", "157"]
    assert all(line.is_overdue for line in queries.helplines(edition))


def test_1899_is_known_from_27_november_on(edition):
    edition.example_today = date(2018, 11, 27)
    assert "1899" in [line.number for line in queries.helplines(edition)]


def test_hours_that_are_not_known_stay_empty(edition):
    assert {line.number: line.hours for line in queries.helplines(edition)}["189"] == ""


def test_law_of_later_years_is_not_told(edition):
    told = [fact.slug for fact in queries.facts(edition, group="law")]
    assert "law-abduction-1997" in told
    assert not [slug for slug in told if slug.endswith(("2017", "2021"))]


def test_every_translated_fact_says_that_it_is_ours(edition):
    assert all(
        {"ky", "ru"} <= set(f.our_translation) or f.our_translation == ["ky", "en"]
        for f in queries.facts(edition)
    )


def test_how_far_the_public_may_know(edition):
    public = queries.publicity(edition)
    assert (public["unodc"], public["youth-osh-5"], public["youth-batken-3"]) == ("yes", "no", "name")


def test_of_two_words_the_more_reserved_counts(edition):
    youth = edition.participations.get(organisation__slug="youth-osh-5").organisation
    Participation.objects.create(
        edition=edition, organisation=youth, role="cooperating", public="yes", order=999
    )
    assert queries.publicity(edition)["youth-osh-5"] == "no"
    edition.participations.filter(organisation=youth, public="no").update(is_retired=True)
    assert queries.publicity(edition)["youth-osh-5"] == "yes"


def test_the_first_lead_and_an_edition_that_is_not_there(edition):
    assert queries.lead_of(edition).slug == "youth-agency"
    with pytest.raises(ProblemRaised, match="charter.no_edition"):
        queries.edition("kg-1066")


def test_choices_come_in_the_folders_order(edition):
    assert list(queries.choices(edition, "kind"))[:3] == ["talk", "training", "theatre"]
    assert [v.slug for v in queries.choices(edition, "venue").values() if v.is_closed] == ["school", "homes"]


def test_targets_of_another_kind_never_stand_beside_the_value(edition):
    assert queries.targets(edition, "first_time") == []
    assert [t.value for t in queries.targets(edition, "first_time", of="asked_share")] == [60]
    assert [t.place.pcode if t.place else "" for t in queries.targets(edition, "activities")][:3] == [
        "", "KG02000000000", "KG03000000000",
    ]  # fmt: skip


def test_what_was_published_keeps_its_qualifier_and_its_series(edition):
    rows = {row.slug: row for row in queries.published(edition)}
    assert (rows["2017-people"].qualifier, rows["2017-people"].value) == ("more than", 10000)
    assert {row.series for row in rows.values() if row.of_edition == "2019"} == {"regional-councils"}
    assert all(row.comparable == "no" for row in queries.published(edition, series="regional-councils"))


def test_all_18_indicators_with_what_is_computed_at_first(edition):
    found = {one.number: one.computed for one in queries.indicators(edition)}
    assert len(found) == 18
    assert {number for number, computed in found.items() if computed != "later"} == {
        "A1", "A2", "A3", "A4", "A5", "A6", "A7", "B1", "B2", "C1", "Q2",
    }  # fmt: skip


def test_asking_takes_one_query_each(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.choices(edition, "kind")
    with django_assert_num_queries(1):
        queries.target_values(edition, "activities")
    with django_assert_num_queries(1):
        queries.publicity(edition)
    with django_assert_num_queries(1):
        [one.organisation.place for one in queries.organisations_of(edition)]
