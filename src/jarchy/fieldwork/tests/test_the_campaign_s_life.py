"""The page on which people move the campaign on, and what the others read of it."""

from datetime import date

import pytest
from django.core.management import call_command

from jarchy.charter.models import Edition
from jarchy.charter.rules import EditionState
from jarchy.fieldwork import actions
from jarchy.fieldwork.tests.test_correct_after_final import WHY, ask, make_final

LIFE = "/en/office/life/"


@pytest.fixture
def office(field):
    """Daniyar's browser."""
    return field.cast.client(field.cast.daniyar)


def read(answer) -> str:
    return answer.content.decode()


def state() -> str:
    return Edition.objects.get().state


def test_the_office_page_counts_the_days_to_the_next_step(field, office):
    assert "In 24 days: Late reports only." in read(office.get("/en/office/"))


def test_a_live_edition_whose_day_has_passed_says_since_when_it_is_due(field, office):
    Edition.objects.update(live=True, example_today=None)
    assert "Due since 29 Oct" in read(office.get("/en/office/"))
    assert "Due since 29 October 2018." in read(office.get(LIFE))


def test_a_due_step_is_one_button(field, office):
    Edition.objects.update(live=True, example_today=None)
    office.post(LIFE, {"to": "late"})
    assert state() == EditionState.LATE_ONLY
    assert "account" in read(office.get(LIFE))


def test_an_early_one_asks_for_a_yes_and_a_reason_and_keeps_what_was_typed(field, office):
    answer = office.post(LIFE, {"to": "late", "why": "snow"})
    assert (answer.status_code, state()) == (409, EditionState.OPEN)
    assert 'value="snow"' in read(answer)
    office.post(LIFE, {"to": "late", "why": "snow", "early": "1"})
    assert state() == EditionState.LATE_ONLY
    assert "snow" in read(office.get(LIFE))


def test_before_the_numbers_are_pinned_the_page_says_what_waits(field, office):
    field.forwarded()
    Edition.objects.update(state=EditionState.PROVISIONAL)
    assert "Reports that wait: 1" in read(office.get(LIFE))


def test_an_administrator_reads_it_and_moves_nothing(field):
    client = field.cast.client(field.cast.jyldyz)
    assert "The Secretariat moves it on." in read(client.get(LIFE))
    assert (client.post(LIFE, {"to": "late", "early": "1", "why": "x"}).status_code, state()) == (403, "open")


def test_a_correction_is_asked_for_on_one_page_and_agreed_to_on_another(field, office):
    report = field.confirmed()
    make_final(field)
    shown = read(office.get(f"/en/office/reports/{report.uuid}/"))
    assert "Ask for a correction" in shown and "Count it as closed" not in shown
    office.post(
        f"/en/office/reports/{report.uuid}/correct/", {"verb": "void", "reason": "sent-twice", "why": WHY}
    )
    assert "Agree: correct it" not in read(office.get(f"/en/office/reports/{report.uuid}/"))
    assert WHY in read(office.get(LIFE))
    cholpon = field.cast.client(field.cast.cholpon)
    assert "Agree: correct it" in read(cholpon.get(f"/en/office/reports/{report.uuid}/"))
    assert "1 correction waits" in read(cholpon.get("/en/office/"))
    cholpon.post(f"/en/office/corrections/{report.corrections.get().uuid}/agree/")
    assert field.counted() == 0


def test_a_correction_without_a_reason_says_what_is_missing(field, office):
    report = field.confirmed()
    make_final(field)
    answer = office.post(
        f"/en/office/reports/{report.uuid}/correct/", {"verb": "void", "reason": "sent-twice"}
    )
    assert (answer.status_code, report.corrections.count()) == (422, 0)


def test_one_is_refused_by_its_button(field, office):
    report = field.confirmed()
    make_final(field)
    row = ask(field, report)
    office.post(f"/en/office/corrections/{row.uuid}/refuse/")
    row.refresh_from_db()
    assert (row.state, field.counted()) == ("refused", 57)


class TestTheCommand:
    def test_it_moves_as_the_one_who_is_named(self, field, capsys):
        call_command(
            "charter", "state", "tiny-2018", "late", "--as", "daniyar@example.org", "--early", "--why", "snow"
        )
        assert "stands at “Late reports only”" in capsys.readouterr().out
        assert state() == EditionState.LATE_ONLY

    def test_it_says_what_is_due(self, field, capsys):
        call_command("charter", "state", "tiny-2018", "--json")
        assert '"due_on": "2018-10-29"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("state", "today", "word"),
    [
        (EditionState.OPEN, date(2018, 10, 5), "provisional until 3 December 2018"),
        (EditionState.PROVISIONAL, date(2018, 12, 5), "provisional"),
        (EditionState.FINAL, date(2018, 12, 5), "final"),
    ],
)
def test_the_public_reads_how_firm_the_numbers_are(state, today, word, field, client):
    Edition.objects.update(state=state, example_today=today)
    assert f"· {word}" in read(client.get("/en/tiny-2018/numbers/"))


def test_nobody_moves_a_report_by_hand_after_the_end(field):
    report = field.forwarded()
    make_final(field)
    assert actions.refusal_of_correction("confirm", report, field.actor(field.cast.cholpon)) is None
