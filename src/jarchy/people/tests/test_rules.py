"""Who may bring in whom; what a person signs in with; how papers are made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.foundation.narrowing import Actor, Grant, Role, house
from jarchy.people import rules

EDITION = "kg-2018"
BAKYT = Actor(2, frozenset({Grant(Role.COORDINATOR, EDITION, "naryn-1")}))
DANIYAR = Actor(4, frozenset({Grant(Role.SECRETARIAT, EDITION)}))
JYLDYZ = Actor(9, frozenset({Grant(Role.ADMINISTRATOR, EDITION)}))
VOLUNTEER = Grant(Role.VOLUNTEER, EDITION, "naryn-1")


def test_a_coordinator_brings_in_volunteers_of_her_own_organisation_only():
    assert rules.may_give(BAKYT, VOLUNTEER)
    assert not rules.may_give(BAKYT, Grant(Role.VOLUNTEER, EDITION, "talas-1"))
    assert not rules.may_give(BAKYT, Grant(Role.COORDINATOR, EDITION, "naryn-1"))
    assert not rules.may_give(BAKYT, Grant(Role.VOLUNTEER, "kg-2020", "naryn-1"))


def test_the_secretariat_brings_in_all_but_itself_and_administrators():
    assert rules.roles_to_give(DANIYAR, EDITION) == [
        Role.VOLUNTEER, Role.COORDINATOR, Role.REGIONAL_COORDINATOR, Role.REVIEWER, Role.PARTNER, Role.APPROVER,
        Role.CHECKER,
        Role.PRESS_OFFICER, Role.SAFEGUARDING,
    ]  # fmt: skip


def test_an_administrator_brings_in_everybody_in_every_edition():
    assert rules.roles_to_give(JYLDYZ, EDITION) == list(Role)
    assert rules.may_give(JYLDYZ, Grant(Role.SECRETARIAT, "kg-2020"))


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.COORDINATOR, Role.SECRETARIAT, Role.ADMINISTRATOR)]
)
def test_the_others_bring_in_nobody(role):
    actor = Actor(1, frozenset({Grant(role, EDITION, "naryn-1" if role is Role.VOLUNTEER else None)}))
    assert rules.roles_to_give(actor, EDITION) == []
    assert not rules.may_give(actor, VOLUNTEER)


def test_a_coordinator_prints_no_card_for_a_volunteer_who_is_more_elsewhere():
    assert rules.may_print_card(BAKYT, 1, {VOLUNTEER})
    assert not rules.may_print_card(BAKYT, 1, {VOLUNTEER, Grant(Role.REVIEWER, EDITION)})
    assert not rules.may_print_card(BAKYT, 1, {VOLUNTEER, Grant(Role.VOLUNTEER, EDITION, "talas-1")})
    assert not rules.may_print_card(BAKYT, 1, {VOLUNTEER, Grant(Role.VOLUNTEER, "kg-2017", "naryn-1")})


def test_nobody_prints_a_card_for_herself_or_for_someone_without_a_role():
    assert not rules.may_print_card(JYLDYZ, 9, {Grant(Role.ADMINISTRATOR, EDITION)})
    assert not rules.may_print_card(JYLDYZ, 1, frozenset())


@given(
    own=st.sets(st.sampled_from(Role), max_size=3), held=st.sets(st.sampled_from(Role), min_size=1, max_size=3),
    organisations=st.lists(st.sampled_from(["naryn-1", "talas-1", None]), min_size=6, max_size=6),
)  # fmt: skip
def test_no_card_lets_the_printer_do_more_than_she_could_give(own, held, organisations):
    printer = Actor(2, frozenset(Grant(r, EDITION, organisations[i]) for i, r in enumerate(own)))
    grants = frozenset(Grant(r, EDITION, organisations[i + 3]) for i, r in enumerate(held))
    if rules.may_print_card(printer, 1, grants):
        assert all(rules.may_give(printer, grant) for grant in grants)
        assert Role.ADMINISTRATOR not in held or Role.ADMINISTRATOR in own


def test_the_house_may_bring_in_anybody():
    assert rules.may_give(house("test"), Grant(Role.ADMINISTRATOR, EDITION))


@pytest.mark.parametrize(
    "role, organisation, places, fault",
    [
        (Role.VOLUNTEER, None, [], "organisation"),
        (Role.COORDINATOR, "naryn-1", [], ""),
        (Role.SECRETARIAT, "naryn-1", [], "no_organisation"),
        (Role.REGIONAL_COORDINATOR, None, [], "places"),
        (Role.REVIEWER, None, ["KG04000000000"], ""),
        (Role.SAFEGUARDING, None, ["KG04000000000"], ""),
        (Role.SAFEGUARDING, None, [], ""),
        (Role.PRESS_OFFICER, None, ["KG04000000000"], "no_places"),
        (Role.PARTNER, None, ["KG04000000000"], "no_places"),
    ],
)
def test_a_role_has_the_organisation_and_places_it_needs(role, organisation, places, fault):
    assert rules.fault_of_grant(role, organisation=organisation, places=places) == fault


@pytest.mark.parametrize(
    "typed", ["0555 123 456", "0555123456", "+996 555 12-34-56", "996555123456", "00996555123456"]
)
def test_a_phone_is_one_however_it_is_typed(typed):
    assert rules.sign_in_name(typed, "KG") in {(None, "+996555123456")}


def test_a_phone_from_abroad_keeps_its_country():
    assert rules.phone_of("+7 912 345-67-89", "KG") == "+79123456789"


def test_an_address_is_kept_in_small_letters():
    assert rules.sign_in_name(" Aigul@Example.org ", "KG") == ("aigul@example.org", None)


@pytest.mark.parametrize("typed", ["", "Aigul", "aigul@", "@example.org", "a b@example.org", "12"])
def test_what_is_neither_is_refused(typed):
    assert rules.sign_in_name(typed, "KG") == (None, None)


@given(st.text())
def test_any_text_gives_one_name_or_none(text):
    email, phone = rules.sign_in_name(text, "KG")
    assert not (email and phone)


def test_codes_are_read_with_or_without_hyphen_and_in_small_letters():
    code = rules.new_code()
    assert len(rules.plain_code(code)) == rules.CODE_LENGTH
    assert rules.plain_code(f" {code.lower().replace('-', ' ')} ") == rules.plain_code(code)


def test_grants_gather_the_places_of_one_membership():
    rows = [
        (1, "reviewer", EDITION, None, "KG04000000000"), (1, "reviewer", EDITION, None, "KG07000000000"),
        (2, "volunteer", EDITION, "naryn-1", None),
    ]  # fmt: skip
    assert rules.grants_from(rows) == {
        Grant(Role.REVIEWER, EDITION, None, frozenset({"KG04000000000", "KG07000000000"})),
        Grant(Role.VOLUNTEER, EDITION, "naryn-1"),
    }


def test_who_coordinates_some_places_coordinates_none_when_they_are_gone():
    assert rules.grants_from([(1, "regional_coordinator", EDITION, None, None)]) == frozenset()
