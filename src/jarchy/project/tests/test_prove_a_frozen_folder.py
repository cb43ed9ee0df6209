"""What is wrong with a frozen folder is found from its files, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from jarchy.formats.sheets import write_book
from jarchy.project.frozen_archive import FIGURE_COLUMNS, FIGURES, SUM_COLUMNS, SUMS
from jarchy.project.frozen_proof import check_figures, check_journal, check_links

pytestmark = pytest.mark.django_db
LIVE = "http://127.0.0.1:8000"


def folder_of(path: Path, **files: str) -> Path:
    for name, text in files.items():
        (path / name.replace("__", "/").replace("_", ".")).parent.mkdir(parents=True, exist_ok=True)
        (path / name.replace("__", "/").replace("_", ".")).write_text(text)
    return path


def test_a_sound_folder_has_no_fault_and_says_where_readers_may_go_on(tmp_path):
    folder = folder_of(
        tmp_path,
        index_html='<link rel=stylesheet href="look.css"><a href="ky/index.html#x">ky</a><a href="https://a.org/">A</a>',
        ky__index_html='<h1 id="x"><a href="../index.html">up</a><a href="#x">x</a><a href="tel:189">189</a>',
        look_css="a { background: url(data:image/png;base64,xx) }",
        **{"404_html": '<a href="/2018/ky/index.html">ky</a>'},
    )
    found = check_links(folder, base="/2018/", live_url=LIVE)
    assert found.faults == []
    assert (found.inside, dict(found.outside)) == (5, {"a.org": 1})


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ('<a href="nowhere.html">', "leads nowhere"),
        ('<a href="./">', "leads nowhere"),
        ('<a href="../secret.html">', "leads out of the folder"),
        ('<a href="/ky/">', "begins at the root"),
        (f'<a href="{LIVE}/ky/">', "leads to the live server"),
        ('<script src="https://elsewhere.org/a.js"></script>', "is loaded from elsewhere"),
        ('<img src="//elsewhere.org/a.png">', "is loaded from elsewhere"),
        ('<p style="background:url(https://elsewhere.org/a.png)">', "is loaded from elsewhere"),
        ('<a href="index.html?page=2">', "asks a server"),
        ('<a href="javascript:alert(1)">', "is no address"),
        ('<a href="#gone">', "nothing here is called"),
        ('<form action="index.html">', "a form needs a server"),
    ],
)
def test_every_fault_is_said_with_its_line(tmp_path, html, what):
    folder = folder_of(tmp_path, index_html=f"<html>\n{html}", sound_html="<p>")
    (fault,) = check_links(folder, base="/", live_url=LIVE).faults
    assert fault.where == "index.html:2"
    assert fault.what.startswith(what)


def test_a_file_for_programs_that_names_the_living_house_is_found(tmp_path):
    folder = folder_of(
        tmp_path, public_json=f'{{"page": "{LIVE}/ky/"}}', coming_ics="URL:https://example.org/"
    )
    assert [fault.where for fault in check_links(folder, base="/", live_url=LIVE).faults] == ["public.json"]


def test_a_figure_that_is_not_the_journals_is_found(frozen):
    archive = frozen.folder / "archive"
    journal, measures = check_journal(archive / "journal.jsonl"), {"attendances": "attendances"}
    found = check_figures(archive / "figures.xlsx", journal, measures)
    assert found.faults == []
    assert found.sums and found.figures
    key = next(key for key, value in journal.sums.items() if key[0] == "attendances" and value)
    journal.sums[key] += 1
    faults = check_figures(archive / "figures.xlsx", journal, measures).faults
    assert any(fault.where.startswith("sums, row") for fault in faults)
    assert any("the journal says" in fault.what for fault in faults)


def test_a_sum_that_is_missing_is_found(frozen, tmp_path):
    journal = check_journal(frozen.folder / "archive" / "journal.jsonl")
    with (tmp_path / "figures.xlsx").open("wb") as out:
        write_book(out, {FIGURES: [FIGURE_COLUMNS], SUMS: [SUM_COLUMNS]}, made_at=frozen.edition.as_of())
    found = check_figures(tmp_path / "figures.xlsx", journal, {})
    assert len(found.faults) == len([value for value in journal.sums.values() if value])
