"""tiny-2018 with what public pages show beside it: more indicators, aims, what was published, helplines."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Helpline, Indicator, Published, Target

KG_2018 = Path(__file__).parents[4] / "campaigns" / "kg-2018"


def texts(words: str) -> dict[str, str]:
    return {"ky": words, "ru": words, "en": words}


@pytest.fixture
def campaign(edition: Edition) -> Edition:
    """Activities and attendances are tiny's own; youth, first time, places, organisations; leaders come later."""
    edition.charter = {"example": dict.fromkeys(edition.languages, "Example from 2018, not a help service")}
    edition.save()
    Indicator.objects.filter(slug="attendances").update(breakdowns=["oblast", "sex", "age"])
    ages = {"breakdown": "age", "age_from": "14", "age_to": "28"}
    _indicator(
        edition, "youth", "percent", computed="share", measure="attendances", part=ages, breakdowns=["oblast"]
    )
    asked = {"asked": "asked_first_time"}
    _indicator(
        edition, "first", "people", computed="asked", measure="first_time", part=asked, breakdowns=["oblast"]
    )
    _indicator(
        edition, "places", "places", computed="distinct", measure="activities", part={"distinct": "district"}
    )
    _indicator(edition, "leaders", "people", computed="later")
    Target.objects.create(
        edition=edition,
        slug="all",
        indicator="attendances",
        value=Decimal(500),
        how="10 x 50",
        is_illustrative=True,
    )
    _published(edition, "2017", date(2017, 7, 31), "activities", "", 77)
    _published(edition, "2017", date(2017, 7, 31), "attendances", "more than", 10000)
    _helplines(edition)
    return edition


def _indicator(edition: Edition, slug: str, unit: str, **columns: object) -> None:
    Indicator.objects.create(
        edition=edition, slug=slug, order=10, names=texts(slug), number="A9", level="output", definitions=texts(slug),
        units=texts("%" if unit == "percent" else unit), unit=unit, data_source="report", frequency="daily", **columns,
    )  # fmt: skip


def _published(edition: Edition, year: str, starts: date, indicator: str, qualifier: str, value: int) -> None:
    Published.objects.create(
        edition=edition, slug=f"{year}-{indicator}", series="100-days", series_names=texts("100 Days"),
        organisers=texts("Government"), of_edition=year, starts=starts, ends=date(starts.year, 11, 20),
        indicator=indicator, names=texts(indicator), qualifier=qualifier, value=Decimal(value), unit="people",
        source="organisers", source_url="https://example.org/",
    )  # fmt: skip


def _helplines(edition: Edition) -> None:
    for number, source_date, checked_on in (
        ("189", date(2017, 4, 1), None),
        ("0800 0000 189", date(2015, 6, 1), date(2018, 9, 1)),
        ("1899", date(2018, 11, 27), None),  # of a day that has not come yet
    ):
        Helpline.objects.create(
            edition=edition, slug=number.replace(" ", "-"), names=texts(f"Line {number}"), number=number, cost="free",
            source_date=source_date, check_again_on=date(2019, 1, 1), checked_on=checked_on,
        )  # fmt: skip


@pytest.fixture
def kg_2018(db: None, tmp_path: Path) -> Edition:
    """The worked example with its places, maps and lists, without its work plan."""
    folder = tmp_path / "kg-2018"
    shutil.copytree(KG_2018, folder)
    plan = folder / "work_plan.csv"
    plan.write_text(plan.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
    call_command("charter", "load", str(folder), "--yes", verbosity=0)
    return charter.edition("kg-2018")
