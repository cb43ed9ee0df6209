"""Bars in tables, the running total, the mark."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jarchy.pictures.bars import GrowthWords, bar, growth
from jarchy.pictures.mark import mark, mark_file
from jarchy.pictures.tests.reading import named, parsed, paths, texts

WORDS = GrowthWords("Running total", "Solid: counted.", counted="40 so far", planned="planned: 90")


def width(svg: str) -> str | None:
    return next((e.get("width") for e in parsed(svg).iter("rect") if e.get("class") == "s4"), None)


def test_a_bar_is_as_long_as_its_share():
    assert [width(bar(value, 40)) for value in (40, 10, 0.04)] == ["100%", "25%", ".1%"]


def test_nothing_and_not_known_draw_no_bar_and_too_much_fills_it():
    assert [width(bar(0, 40)), width(bar(None, 40)), width(bar(5, 0)), width(bar(90, 40))] == [
        None,
        None,
        None,
        "100%",
    ]


def test_a_target_is_a_line_across_the_bar():
    lines = list(parsed(bar(10, 40, goal=30)).iter("line"))
    assert [line.get("x1") for line in lines] == ["75%"]


def test_the_running_total_stands_against_the_plan():
    root = parsed(growth([10, 20, 40], [30, 60, 90], days=3, months=[("Sep", 0)], words=WORDS))
    assert named(root) == ("Running total", "Solid: counted.")
    assert texts(root) == ["planned: 90", "40 so far", "Sep"]
    assert paths(root, "sum")[0].endswith("L2.5 68.4") and paths(root, "goal")[0].endswith("L2.5 4")


def test_before_the_first_day_only_the_plan_is_drawn():
    root = parsed(growth([], [5, 9], days=2, months=[], words=WORDS))
    assert not paths(root, "sum") and paths(root, "goal") and texts(root) == ["planned: 90"]


@settings(deadline=None)
@given(
    sums=some.lists(some.integers(0, 10**9), max_size=30),
    plan=some.lists(some.integers(0, 10**9), max_size=30),
    days=some.integers(1, 30),
)
def test_any_totals_give_a_picture(sums, plan, days):
    parsed(growth(sums, plan, days=days, months=[("a", 0), ("b", 29)], words=WORDS))


@settings(deadline=None)
@given(
    value=some.none() | some.floats(0, 1e12), of=some.floats(0, 1e12), goal=some.none() | some.floats(0, 1e12)
)
def test_any_value_gives_a_bar_that_stays_in_its_cell(value, of, goal):
    for element in parsed(bar(value, of, goal=goal)).iter():
        for name in ("width", "x1"):
            number = element.get(name, "0%")
            assert 0 <= float(number.rstrip("%")) <= 100


def test_a_running_total_without_days_is_refused():
    with pytest.raises(ValueError):
        growth([], [], days=0, months=[], words=WORDS)


def test_the_mark_is_silent_beside_the_name_and_named_alone():
    assert parsed(mark()).get("aria-hidden") == "true"
    assert parsed(mark(24, "The <house>")).find("title").text == "The <house>"


STATIC = Path(__file__).resolve().parents[2] / "foundation" / "static" / "foundation"


def test_the_icon_in_the_tab_is_the_mark():
    assert (STATIC / "mark.svg").read_text(encoding="utf-8") == mark_file()
    ElementTree.fromstring(mark_file())


def test_the_icon_has_the_colours_of_the_look():
    look = (STATIC / "look.css").read_text(encoding="utf-8")
    assert "--deep:#0c3441" in look and "--apricot:#eba637" in look
    assert "#0c3441" in mark_file() and "#eba637" in mark_file()
