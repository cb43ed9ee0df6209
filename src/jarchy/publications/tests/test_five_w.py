"""5W: what stands in it, for whom, and that it adds up."""

from __future__ import annotations

from datetime import date

import pytest

from jarchy.charter.models import Edition, Topic
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests import cast as journal
from jarchy.publications.tests.conftest import MONDAY, held
from jarchy.publications.tests.reading import read_csv, read_xlsx, written_csv
from tests.tiny import AGENCY, AT_BASHY, BISHKEK, KOCHKOR, YOUTH_NARYN, YOUTH_TALAS

PUBLIC, EXACT = Sight.PUBLIC, Sight.EXACT


def public_figure(edition):
    position = ledger.published_position(edition).position
    return ledger.figure(edition, "attendances", as_of=position, sight=PUBLIC).value


@pytest.mark.parametrize("read", [read_csv, read_xlsx])
def test_reached_adds_up_to_the_public_number_of_the_last_midnight(full, read):
    assert read(full, PUBLIC).reached == public_figure(full) == 57 + 40 + 23 + 4


@pytest.mark.parametrize("read", [read_csv, read_xlsx])
def test_the_staffs_adds_up_to_the_exact_number_of_now(full, read):
    exact = ledger.figure(full, "attendances", sight=EXACT).value
    assert read(full, EXACT).reached == exact == 57 + 40 + 23 + 4 + 29


def test_reached_stands_once_without_attributes_within_the_first_ten_rows(full):
    for sight in (PUBLIC, EXACT):
        lines = written_csv(full, sight).splitlines()[:10]
        (tags,) = [line.split(",") for line in lines if "#reached" in line.split(",")]
        assert tags.count("#reached") == 1


def test_women_men_and_ages_stand_apart_and_for_the_staff_only(full):
    staff = {tag for tag in read_csv(full, EXACT).tags if tag.startswith("#reached+")}
    assert staff == {
        "#reached+f", "#reached+m", "#reached+age0_13", "#reached+age14_17", "#reached+age18_28", "#reached+age29_",
    }  # fmt: skip
    row = next(row for row in read_csv(full, EXACT).rows if row["#reached"] == "57")
    assert [row[tag] for tag in ("#reached+f", "#reached+m", "#reached+age14_17", "#reached+age0_13")] == [
        "31", "26", "20", "",
    ]  # fmt: skip
    assert not any(tag.startswith("#reached+") for tag in read_csv(full, PUBLIC).tags)


def test_closed_ones_are_one_row_of_rayon_week_and_kind(full):
    (row,) = [row for row in read_csv(full, PUBLIC).rows if row["#activity+openness"] == "closed"]
    told = ("#activity+num", "#reached", "#adm2+code", "#date+start", "#date+end", "#activity+type+code")
    assert [row[tag] for tag in told] == ["2", "27", KOCHKOR, "2018-10-01", "2018-10-07", "talk"]
    silent = ("#activity+code", "#loc+code", "#loc+name", "#org+impl+name", "#org+funder+name", "#subsector")
    assert [row[tag] for tag in silent] == [""] * len(silent)


def test_hosts_stand_in_one_cell_the_counting_one_first(full):
    row = next(row for row in read_csv(full, EXACT).rows if row["#reached"] == "40")
    assert row["#org+impl+name"] == "Youth agency; Youth organisation, Naryn"


def test_who_is_not_public_is_a_local_partner(full):
    row = next(row for row in read_csv(full, PUBLIC).rows if row["#reached"] == "40")
    assert row["#org+impl+name"] == "Youth agency; local partner"
    assert "Youth organisation, Naryn" not in written_csv(full, PUBLIC)


def test_of_whom_only_the_name_is_public_it_is_told_in_a_town_and_not_in_a_village(edition):
    journal.post(
        edition, held(57, host=YOUTH_TALAS), held(31, host=AGENCY), held(44, host=YOUTH_TALAS, at=BISHKEK)
    )
    journal.let_days_pass(edition, MONDAY)
    found = [(row["#org+impl+name"], row["#loc+name"]) for row in read_csv(edition, PUBLIC).rows]
    assert found == [
        ("local partner", "Kara-Suu"),
        ("Youth agency", "Kara-Suu"),
        ("Youth organisation, Talas", ""),
    ]


def test_what_was_held_outside_the_period_has_its_phase_and_reaches_nobody(full):
    for sight in (PUBLIC, EXACT):
        row = next(row for row in read_csv(full, sight).rows if row["#date+start"] == "2018-08-20")
        assert (row["#activity+phase"], row["#reached"], row["#activity+num"]) == ("preparation", "", "")


def test_an_open_one_of_today_is_told_tomorrow(full):
    assert all(row["#reached"] != "29" for row in read_csv(full, PUBLIC).rows)
    journal.let_days_pass(full, date(2018, 10, 9))
    assert any(row["#reached"] == "29" for row in read_csv(full, PUBLIC).rows)
    assert read_csv(full, PUBLIC).reached == public_figure(full)


def test_a_topic_that_the_edition_hides_is_told_to_the_staff_only(full):
    Topic.objects.filter(slug="trafficking").update(is_public=False)
    assert "Trafficking in persons" not in {row["#subsector"] for row in read_csv(full, PUBLIC).rows}
    assert "Trafficking in persons" in {row["#subsector"] for row in read_csv(full, EXACT).rows}


def test_before_the_first_midnight_the_public_reads_nothing_held(edition):
    journal.post(edition, held(57))
    assert read_csv(edition, PUBLIC).rows == []
    assert read_csv(edition, EXACT).reached == 57


def test_a_voided_one_goes_with_the_next_midnight(full):
    (entry,) = journal.post(full, held(66, at=AT_BASHY))
    journal.let_days_pass(full, date(2018, 10, 9))
    journal.take_back(full, entry)
    assert any(row["#reached"] == "66" for row in read_csv(full, PUBLIC).rows)
    assert all(row["#reached"] != "66" for row in read_csv(full, EXACT).rows)
    journal.let_days_pass(full, date(2018, 10, 10))
    assert all(row["#reached"] != "66" for row in read_csv(full, PUBLIC).rows)


def test_an_example_says_so_in_its_first_line_and_its_first_column(full):
    text = written_csv(full, PUBLIC)
    assert "illustrative" in text.splitlines()[0]
    for sight in (PUBLIC, EXACT):
        found = read_csv(full, sight)
        assert found.tags[0] == "#meta+illustrative"
        assert {row["#meta+illustrative"] for row in found.rows} == {"illustrative"}


def test_a_live_edition_says_nothing_of_the_kind(full):
    Edition.objects.filter(pk=full.pk).update(live=True)
    full.refresh_from_db()
    assert "illustrative" not in written_csv(full, PUBLIC).splitlines()[0]
    assert read_csv(full, PUBLIC).tags[0] == "#activity+code"


def test_headers_speak_the_language_asked_for_and_tags_none(full):
    english, kyrgyz = read_csv(full, PUBLIC), read_csv(full, PUBLIC, "ky")
    assert english.tags == kyrgyz.tags
    assert "Катышуулар" in kyrgyz.headers
    assert kyrgyz.reached == english.reached


def test_no_cell_starts_a_formula(full):
    bad = "=HYPERLINK(1)"
    full.participations.get(organisation__slug=AGENCY).organisation.__class__.objects.filter(
        slug=AGENCY
    ).update(names={"en": bad})
    text = written_csv(full, PUBLIC)
    assert f"'{bad}" in text
    assert f",{bad}" not in text


def test_the_file_is_named_after_the_edition_and_the_day_of_its_numbers(cast, full):
    answer = cast.client().get(f"/en/{full.slug}/5w.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="tiny-2018-5w-2018-10-08.csv"'
    staff = cast.client(cast.daniyar).get(f"/en/office/{full.slug}/5w.xlsx")
    assert staff["Content-Disposition"] == 'attachment; filename="tiny-2018-5w-exact-2018-10-08.xlsx"'
    assert staff["Cache-Control"] == "private, no-store"


def test_the_exact_file_is_for_the_office(cast, full):
    url = f"/en/office/{full.slug}/5w.csv"
    for account, status in ((cast.daniyar, 200), (cast.cholpon, 200), (cast.elena, 200), (cast.aigul, 404),
                            (cast.bakyt, 404), (cast.islam, 404), (cast.jyldyz, 404)):  # fmt: skip
        assert cast.client(account).get(url).status_code == status
    assert cast.client().get(url).status_code == 302


def test_a_language_that_the_edition_lacks_is_not_found(cast, full):
    Edition.objects.filter(pk=full.pk).update(languages=["ky", "ru"])
    assert cast.client().get(f"/en/{full.slug}/5w.csv").status_code == 404
    assert YOUTH_NARYN not in cast.client().get(f"/ky/{full.slug}/5w.csv").getvalue().decode()
