"""Everything public as JSON: its keys, its numbers, and what is not in it."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jarchy.charter.models import FigureNote, Organisation, Participation
from jarchy.charter.queries import notes_at
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests import cast as journal
from jarchy.places.models import Place
from jarchy.publications.public_json import public_json
from jarchy.publications.tests.conftest import MONDAY, held
from jarchy.publications.tests.reading import read_json
from tests.tiny import BISHKEK, KARA_SUU, KOCHKOR, NARYN, YOUTH_NARYN, YOUTH_TALAS

KEYS = [
    "format", "illustrative", "edition", "position", "as_of", "indicators", "figures", "notes", "tables", "cells",
    "oblast_rows", "corrections", "activities", "coming", "organisations", "kinds", "topics", "venues", "published",
    "places", "checks", "licences",
]  # fmt: skip


def test_its_keys_are_those_that_the_reference_names(full):
    assert list(read_json(full)) == KEYS


def test_figures_are_those_of_the_last_midnight_and_name_it(full):
    found = read_json(full)
    position = ledger.published_position(full).position
    assert (found["position"], found["as_of"]) == (position, "2018-10-08T00:00:00+06:00")
    (country,) = [
        one for one in found["figures"] if (one["indicator"], one["place"]) == ("attendances", None)
    ]
    asked = ledger.figure(full, "attendances", as_of=position, sight=Sight.PUBLIC)
    assert (country["value"], country["position"]) == (asked.value, position)


def test_notes_on_figures_are_in_it_but_those_on_rayons(full):
    place = {one.pcode: one for one in Place.objects.filter(pcode__in=(NARYN, KOCHKOR))}
    for slug, pcode in (("of-naryn", NARYN), ("of-kochkor", KOCHKOR)):
        FigureNote.objects.create(
            edition=full, slug=slug, indicator="attendances", place=place[pcode], texts={"en": f"fewer: {slug}"},
            since=full.starts, written_on=full.today(), source="illustrative",
        )  # fmt: skip
    (note,) = read_json(full)["notes"]
    assert (note["place"], note["since"], note["texts"]) == (NARYN, "2018-09-10", {"en": "fewer: of-naryn"})
    assert len(notes_at(full, "attendances", "ky", place=KOCHKOR)) == 2


def test_single_activities_and_cells_add_up_to_the_figure(full):
    found = read_json(full)
    (country,) = [
        one for one in found["figures"] if (one["indicator"], one["place"]) == ("attendances", None)
    ]
    single = sum(one["attendances"] or 0 for one in found["activities"])
    assert single + sum(cell["attendances"] for cell in found["cells"]) == country["value"]


def test_what_the_cells_and_rows_are_made_of_is_not_in_it(full):
    text = "".join(public_json(full))
    assert "postings" not in text
    assert "newcomers" not in text
    assert not [one for one in read_json(full)["activities"] if one["kind"] == "talk"]


def test_who_is_not_public_is_counted_and_not_named(full):
    text = "".join(public_json(full))
    assert YOUTH_NARYN not in text
    unnamed = [one for one in read_json(full)["organisations"] if one["id"] is None]
    assert [(one["role"], one["local_partners"]) for one in unnamed] == [("youth", 1)]
    (together,) = [one for one in read_json(full)["activities"] if one["attendances"] == 40]
    assert (together["hosts"], together["local_partners"]) == (["agency"], 1)


def test_of_whom_only_the_name_is_public_is_a_local_partner_where_a_village_stands(edition):
    journal.post(edition, held(57, host=YOUTH_TALAS), held(44, host=YOUTH_TALAS, at=BISHKEK))
    journal.let_days_pass(edition, MONDAY)
    found = read_json(edition)
    told = [(one["place"], one["hosts"], one["local_partners"]) for one in found["activities"]]
    assert told == [(KARA_SUU, [], 1), (None, [YOUTH_TALAS], 0)]
    assert [one["place"] for one in found["organisations"] if one["id"] == YOUTH_TALAS] == [None]


def test_before_the_first_midnight_there_are_no_numbers(edition):
    journal.post(edition, held(57))
    found = read_json(edition)
    assert (found["position"], found["figures"], found["tables"], found["activities"]) == (None, [], [], [])


def test_a_body_that_has_left_is_not_named(full):
    Participation.objects.filter(organisation__slug=YOUTH_TALAS).delete()
    assert Organisation.objects.filter(slug=YOUTH_TALAS).exists()
    assert YOUTH_TALAS not in "".join(public_json(full))


def test_it_is_asked_as_often_of_many_activities_as_of_few(edition):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            for _ in public_json(edition):
                pass
        return len(asked)

    journal.post(edition, *(held(30 + number) for number in range(10)))
    journal.let_days_pass(edition, MONDAY)
    few = queries()
    journal.post(edition, *(held(30 + number, is_open=number % 2 == 0) for number in range(300)))
    journal.let_days_pass(edition, date(2018, 10, 15))
    assert queries() <= few + 8  # oblasts' rows exist now; single activities come by the thousand
