"""Thresholds of the folder: they decide what is noticed, and the page says how often it was of use."""

from __future__ import annotations

import re

import pytest

from jarchy.fieldwork import actions

PAGE = "/en/office/flags/"


def say(field, **settings: int) -> None:
    """As the folder's [flags] would."""
    field.edition.settings = field.edition.settings | settings
    field.edition.save(update_fields=["settings"])


def flags(report) -> list[tuple[str, int]]:
    return list(report.noticed.order_by("-weight", "flag").values_list("flag", "weight"))


def row(page: str, name: str) -> str:
    """The words of a table's row, without tags."""
    (found,) = (one for one in re.findall(r"<tr>.*?</tr>", page, re.S) if f">{name}<" in one)
    return re.sub(r"<[^>]+>", " ", found)


@pytest.mark.parametrize(
    ("said", "noticed"),
    [
        ({}, [("too_round", 1)]),
        ({"weight_too_round": 9}, [("too_round", 9)]),
        ({"weight_too_round": 0}, []),
        ({"round_from": 101}, []),
    ],
)
def test_what_the_folder_says_decides_on_a_report_that_comes(field, said, noticed):
    say(field, **said)
    report = field.send(field.cast.aigul, total="100", women="", age_14_17="", first_time="")
    assert flags(report) == noticed
    assert report.findings_weight == sum(weight for _, weight in noticed)


def test_the_page_tells_the_threshold_and_what_was_confirmed_all_the_same(field):
    say(field, round_from=40)
    for number, day in enumerate(("2018-10-01", "2018-10-02", "2018-10-03")):
        report = field.forwarded(total="50", women="", age_14_17="", first_time="", held_on=day)
        if number:
            field.confirm(report)
        else:
            actions.send_back_report(
                report.uuid, reason="number-unlikely", by=field.actor(field.cast.cholpon)
            )
    page = field.cast.client(field.cast.cholpon).get(PAGE).content.decode()
    said = row(page, "Round numbers")
    assert "from 40 on, all numbers divisible by 10; weight 1" in said
    assert "67" in said.replace("\xa0", " ").split("divisible")[1]


def test_a_flag_without_weight_is_said_to_be_silent(field):
    say(field, weight_alone=0)
    page = field.cast.client(field.cast.daniyar).get(PAGE).content.decode()
    assert "its weight is 0" in row(page, "Too few people went")
