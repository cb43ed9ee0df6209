"""The menu of those who are signed in: what is used daily in sight, the rest behind headings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jarchy.foundation.menus import MOST_IN_SIGHT, Heading, MenuItem, menu_of
from jarchy.website.tests.reading import read

items = st.lists(
    st.builds(
        MenuItem, st.text(max_size=3), st.just("/"), st.booleans(), st.none() | st.sampled_from(Heading)
    ),
    max_size=25,
)


def menu_on(cast, who, path):
    return read(cast.client(who).get(path).content.decode()).all("nav", class_="tabs")[0]


def test_daniyar_has_seven_in_sight_and_the_rest_behind_three_headings(cast):
    menu = menu_on(cast, cast.daniyar, "/en/office/")
    drawers = menu.all("details")
    assert [one.all("summary")[0].text for one in drawers] == [
        "Reports", "Documents", "Campaign and people",
    ]  # fmt: skip
    away = sum(len(one.all("a")) for one in drawers)
    everything = len(menu.all("a")) + len(menu.all("b"))
    assert everything - away <= 7 and away >= 12
    assert menu.all("b")[0].text == "Secretariat"
    assert not any("open" in one.attributes for one in drawers)


def test_the_heading_of_the_page_that_is_open_stands_open(cast):
    drawers = menu_on(cast, cast.daniyar, "/en/office/organisations/").all("details")
    assert ["open" in one.attributes for one in drawers] == [False, False, True]
    assert [one.text for one in drawers[2].all("b")] == ["Organisations"]


def test_who_has_a_few_entries_sees_them_all(cast):
    for who in (cast.aigul, cast.bakyt, cast.gulnara, cast.elena, cast.jyldyz, cast.zarina, cast.maksat):
        assert not menu_on(cast, who, "/en/account/me/").all("details"), who.shown_name


@given(items)
def test_every_entry_stands_in_the_menu_once_in_its_order(entries):
    menu = menu_of(entries)
    away = [item for drawer in menu.drawers for item in drawer.items]
    shown = sorted(
        [*menu.in_sight, *away], key=lambda item: next(n for n, e in enumerate(entries) if e is item)
    )
    assert [id(item) for item in shown] == [id(item) for item in entries]
    assert all(item in menu.in_sight for item in entries if item.under is None)
    assert not menu.drawers or len(entries) > MOST_IN_SIGHT
    assert all(len(drawer.items) > 1 for drawer in menu.drawers)
