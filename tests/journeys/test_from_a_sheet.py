"""A coordinator at 360 px and without script: takes the blank, brings it in with a fault, mends it, has it stored."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import House, sign_in

NAMES_ROW, FIRST = 3, 4  # as forms/sheets/blank.py has them


def typed(blank: bytes, *rows: dict[str, object]) -> bytes:
    """The rows typed into the blank, by the names of its third row; lists by the words that stand in them."""
    book = load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[NAMES_ROW]}
    for number, row in enumerate(rows, start=FIRST):
        for name, value in row.items():
            sheet.cell(number, places[name], value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


REPORT = {
    "activity": "Not in the plan", "held_on": "2018-09-12", "adm1": "Naryn", "venue": "Street or square",
    "kind": "Talk or lesson", "topics/trafficking": "x", "cohosts": "Only us", "sessions": 1, "languages/ky": "x",
    "guests/none": "x", "total": 25, "counted": "We counted the people", "handed_out": 30,
}  # fmt: skip


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url


def bring(page: Page, house: House, data: bytes, folder: Path) -> None:
    file = folder / "ours.xlsx"
    file.write_bytes(data)
    page.goto(f"{house.url}/en/work/forms/activity_report/sheet/")
    page.set_input_files("#file", str(file))
    page.get_by_role("button", name="Check it").click()


def listed(blank: bytes, header: str) -> list[str]:
    """The lines of the list behind a column."""
    cells = next(
        c for c in load_workbook(io.BytesIO(blank))["lists"].iter_cols(values_only=True) if c[0] == header
    )
    return [str(value) for value in cells[1:] if value is not None]


@pytest.fixture
def page(browser: Browser, running_house: House):
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.set_default_timeout(30_000)
    sign_in(context, running_house, "coordinator")
    bare = browser.new_context(
        viewport={"width": 360, "height": 800},
        java_script_enabled=False,
        storage_state=context.storage_state(),
    )
    bare.set_default_timeout(30_000)
    yield bare.new_page()
    bare.close()
    context.close()


def test_a_coordinator_reports_from_a_sheet(page: Page, running_house: House, tmp_path: Path):
    page.goto(f"{running_house.url}/en/work/")
    page.get_by_role("link", name="From a sheet", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the blank (.xlsx)").click()
    blank = Path(taken.value.path()).read_bytes()
    of = listed(blank, "/data/what/adm2 of")
    report = {**REPORT, "adm2": listed(blank, "/data/what/adm2 label")[of.index("Naryn")]}
    fits(page)

    bring(page, running_house, typed(blank, report, {**report, "total": "many"}), tmp_path)
    expect(page.get_by_text("1 cell is to be mended.")).to_be_visible()
    expect(page.get_by_text("Row 5")).to_be_visible()
    expect(page.get_by_text("is no whole number")).to_be_visible()
    fits(page)

    bring(page, running_house, typed(blank, report, {**report, "total": 40}), tmp_path)
    page.get_by_role("button", name="Yes, store it").click()
    expect(page.get_by_role("status")).to_contain_text("stored", timeout=30_000)
    expect(page.locator("dl.facts")).to_contain_text("2", timeout=30_000)
    fits(page)
