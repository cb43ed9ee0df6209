"""Bars by week for paper: as tall as their numbers, which stand above them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from jarchy.pictures.weeks import Week, weeks

BARS = [Week("10-сен.", 10, "10"), Week("17-сен.", 5, "5"), Week("24-сен.", 0, "<0>")]
SVG = {"s": "http://www.w3.org/2000/svg"}


def drawn(bars=BARS):
    return ElementTree.fromstring(weeks(bars, width=178, height=30))


def test_a_bar_is_as_tall_as_its_number():
    tall, half, none = (float(bar.get("height")) for bar in drawn().iterfind(".//s:rect", SVG))
    assert half == pytest.approx(tall / 2, abs=0.02)
    assert none == 0


def test_numbers_and_days_stand_there_as_they_are_written():
    assert [one.text for one in drawn().iterfind(".//s:text", SVG)] == [
        "10", "10-сен.", "5", "17-сен.", "<0>", "24-сен.",
    ]  # fmt: skip


def test_weeks_without_anything_are_drawn_too():
    assert drawn([Week("10 Sep", 0, "0")]) is not None


def test_it_needs_no_style_sheet_and_nothing_from_outside():
    assert not re.search(r"class=|style=|url\(|href", weeks(BARS, width=178, height=30))


def test_no_week_is_no_picture():
    with pytest.raises(ValueError, match="no week"):
        weeks([], width=178, height=30)
