"""Chance draws confirmed reports; another than who confirmed them looks again, and no number moves by itself."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork import actions, rules
from jarchy.fieldwork.models import SecondLook
from jarchy.fieldwork.queries import looking
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.sealing import keyed_hash
from jarchy.people import actions as people
from tests.tiny import YOUTH_NARYN

LIST = "/en/office/second-looks/"


def share(edition: Edition, percent: int) -> None:
    edition.settings = edition.settings | {"second_look_percent": percent}
    edition.save(update_fields=["settings"])


@pytest.fixture
def drawn(field):
    """A confirmed report in a campaign that looks at every one again."""
    share(field.edition, 100)
    return field.confirmed()


def page(field, account, report) -> str:
    return field.cast.client(account).get(f"/en/office/reports/{report.uuid}/").content.decode()


class TestDraw:
    @given(st.lists(st.uuids(), unique=True, max_size=40), st.randoms())
    def test_the_same_whatever_the_order(self, uuids, chance):
        shuffled = list(uuids)
        chance.shuffle(shuffled)
        assert set(taken(uuids)) == set(taken(shuffled))

    def test_near_five_of_a_hundred(self):
        some = taken([UUID(int=number) for number in range(20_000)])
        assert 900 < len(some) < 1_100

    def test_another_key_draws_others(self, settings):
        uuids = [UUID(int=number) for number in range(2_000)]
        before = taken(uuids)
        settings.HMAC_KEY = "another installation's"
        assert set(before) != set(taken(uuids))

    def test_nothing_and_everything(self):
        assert not rules.is_drawn("0" * 64, 0)
        assert rules.is_drawn("f" * 64, 100)

    @pytest.mark.django_db
    def test_none_is_drawn_where_the_folder_says_so(self, field):
        share(field.edition, 0)
        field.confirmed()
        assert not SecondLook.objects.exists()


def taken(uuids: list[UUID]) -> list[UUID]:
    return [one for one in uuids if rules.is_drawn(keyed_hash(f"second look: {one} 1".encode()), 5)]


class TestLook:
    def test_who_confirmed_is_not_asked_and_does_not_see_that_it_was_drawn(self, field, drawn):
        assert "Drawn for you" not in page(field, field.cast.cholpon, drawn)
        assert "Chance drew this report" not in page(field, field.cast.cholpon, drawn)
        assert looking.drawn_for(field.edition, field.actor(field.cast.cholpon)) == []
        with pytest.raises(ProblemRaised, match="confirmed it yourself"):
            actions.let_stand(drawn.uuid, by=field.actor(field.cast.cholpon))

    def test_another_finds_it_looks_and_it_stands(self, field, drawn):
        browser = field.cast.client(field.cast.daniyar)
        assert str(drawn.uuid) in browser.get(LIST).content.decode()
        assert "Chance drew this report" in page(field, field.cast.daniyar, drawn)
        browser.post(f"/en/office/reports/{drawn.uuid}/second-look/stands/")
        shown = browser.get(LIST).content.decode()
        assert "1 of 1" in shown and str(drawn.uuid) not in shown
        assert field.counted() == 57

    def test_please_look_again_opens_it_to_the_reviewers_and_voids_nothing(self, field, drawn):
        browser = field.cast.client(field.cast.daniyar)
        browser.post(
            f"/en/office/reports/{drawn.uuid}/second-look/again/", {"note": "The hall seats thirty."}
        )
        assert "The hall seats thirty." in page(field, field.cast.cholpon, drawn)
        assert "The hall seats thirty." in field.cast.client(field.cast.cholpon).get(LIST).content.decode()
        drawn.refresh_from_db()
        assert (drawn.state, field.counted()) == ("confirmed", 57)
        assert looking.look_numbers(field.edition) == looking.LookNumbers(1, 1, 1, 0)

    def test_sent_back_by_a_reviewer_it_is_no_longer_asked(self, field, drawn):
        actions.ask_to_look_again(drawn.uuid, note="Too many.", by=field.actor(field.cast.daniyar))
        actions.send_back_report(drawn.uuid, reason="number-unlikely", by=field.actor(field.cast.cholpon))
        assert looking.asked_again(field.edition, field.actor(field.cast.cholpon)) == []

    def test_it_stands_after_all_is_said_by_another_than_who_confirmed(self, field, drawn):
        actions.ask_to_look_again(drawn.uuid, note="Too many.", by=field.actor(field.cast.daniyar))
        with pytest.raises(ProblemRaised, match="confirmed it yourself"):
            actions.answer_second_look(drawn.uuid, answer="Fine.", by=field.actor(field.cast.cholpon))
        actions.answer_second_look(drawn.uuid, answer="Two halls.", by=field.actor(field.cast.daniyar))
        assert "Two halls." in page(field, field.cast.cholpon, drawn)

    def test_twice_changes_nothing_more_and_leaves_one_line(self, field, drawn):
        for _ in range(2):
            actions.let_stand(drawn.uuid, by=field.actor(field.cast.daniyar))
        assert AuditLine.objects.filter(verb="second look stands").count() == 1

    def test_what_somebody_has_looked_at_is_looked_at(self, field, drawn):
        actions.let_stand(drawn.uuid, by=field.actor(field.cast.daniyar))
        with pytest.raises(ProblemRaised, match="has looked at it"):
            actions.ask_to_look_again(drawn.uuid, note="No.", by=house("test"))

    def test_not_of_her_own_organisation_nor_for_whoever_does_not_review(self, field, drawn):
        people.add_membership(
            field.cast.daniyar, field.edition, Role.VOLUNTEER, by=house("test"),
            organisation=Organisation.objects.get(slug=YOUTH_NARYN),
        )  # fmt: skip
        assert looking.drawn_for(field.edition, field.actor(field.cast.daniyar)) == []
        for person in (field.cast.daniyar, field.cast.bakyt, field.cast.elena, field.cast.farkhad):
            with pytest.raises(ProblemRaised):
                actions.let_stand(drawn.uuid, by=field.actor(person))

    def test_a_telephone_in_the_note_is_refused(self, field, drawn):
        with pytest.raises(ProblemRaised) as refused:
            actions.ask_to_look_again(
                drawn.uuid, note="Ask +996 555 123456", by=field.actor(field.cast.daniyar)
            )
        assert refused.value.code == "fieldwork.text_has_secrets"
        assert not SecondLook.objects.get().result

    def test_another_version_is_drawn_anew_and_the_old_one_falls_away(self, field, drawn):
        actions.send_back_report(drawn.uuid, reason="number-unlikely", by=field.actor(field.cast.cholpon))
        field.confirm(actions.forward_report(
            field.send(field.cast.aigul, again=drawn, total="55").uuid, by=field.actor(field.cast.bakyt)
        ))  # fmt: skip
        assert looking.look_numbers(field.edition) == looking.LookNumbers(2, 0, 0, 1)
        (look,) = looking.drawn_for(field.edition, field.actor(field.cast.daniyar))
        assert look.version == 2


class TestNotes:
    def test_a_note_is_for_those_who_review_only(self, field):
        report = field.forwarded()
        browser = field.cast.client(field.cast.cholpon)
        browser.post(f"/en/office/reports/{report.uuid}/note/", {"text": "The  school counted them."})
        assert "The school counted them." in page(field, field.cast.daniyar, report)
        field.confirm(report)
        assert "The school counted them." not in page(field, field.cast.elena, report)
        seen = field.cast.client(field.cast.bakyt).get(f"/en/work/reports/{report.uuid}/").content.decode()
        assert "The school counted them." not in seen

    def test_sent_twice_it_stands_once(self, field):
        report = field.forwarded()
        for _ in range(2):
            actions.note_on_report(report.uuid, text="Asked.", by=field.actor(field.cast.cholpon))
        assert (report.notes.count(), AuditLine.objects.filter(verb="note written").count()) == (1, 1)

    def test_nothing_and_a_telephone_and_a_novel_are_refused(self, field):
        report = field.forwarded()
        refused = []
        for text in (" ", "0555 123456", "a" * 501):
            with pytest.raises(ProblemRaised) as problem:
                actions.note_on_report(report.uuid, text=text, by=field.actor(field.cast.cholpon))
            refused.append(problem.value.code)
        assert refused == [f"fieldwork.text_{one}" for one in ("missing", "has_secrets", "too_long")]

    def test_hidden_it_is_gone_for_good_and_the_record_does_not_repeat_it(self, field):
        report = field.forwarded()
        note = actions.note_on_report(report.uuid, text="A name here", by=field.actor(field.cast.cholpon))
        for _ in range(2):
            actions.hide_note(note.uuid, by=field.actor(field.cast.daniyar))
        assert "A name here" not in page(field, field.cast.daniyar, report)
        lines = AuditLine.objects.filter(verb="note hidden")
        assert lines.count() == 1 and not re.search("A name", str(lines.values()))

    def test_farkhad_and_bakyt_write_none(self, field):
        report = field.forwarded()
        for person in (field.cast.farkhad, field.cast.bakyt, field.cast.aigul, field.cast.elena):
            with pytest.raises(ProblemRaised):
                actions.note_on_report(report.uuid, text="Hm.", by=field.actor(person))
