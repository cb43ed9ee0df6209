"""The forms of kg-2018 made into workbooks, exactly as the page that holds their tables says how to read them."""

import io
import re
from pathlib import Path

from openpyxl import Workbook

PAGE = Path(__file__).resolve().parents[5] / "shared" / "design" / "kg-2018.md"
CAMPAIGN = Path(__file__).resolve().parents[4] / "campaigns" / "kg-2018" / "forms" / "activity_report.xlsx"
LANGUAGES = (("en", "English (en)"), ("ru", "Русский (ru)"), ("ky", "Кыргызча (ky)"))
# The four lists that come as files for each organisation; small and invented, shaped as the campaign makes them.
LISTS = {
    "activities.csv": [
        {"name": "new", "label": "Not in the plan", "venue": "", "kind": ""},
        {"name": "a1", "label": "Talk, school in Naryn", "venue": "school", "kind": "talk"},
        {"name": "a2", "label": "Flash mob, Osh", "venue": "street", "kind": "street"},
    ],
    "adm2.csv": [
        {"name": "KG04210000000", "label": "At-Bashy", "label_ky": "Ат-Башы", "adm1": "KG04000000000"},
        {
            "name": "KG04220000000",
            "label": "Naryn rayon",
            "label_ky": "Нарын району",
            "adm1": "KG04000000000",
        },
        {
            "name": "KG07215000000",
            "label": "Talas rayon",
            "label_ky": "Талас району",
            "adm1": "KG07000000000",
        },
    ],
    "settlements.csv": [
        {"name": "s1", "label": "First village", "adm2": "KG04210000000"},
        {"name": "s2", "label": "Second village", "adm2": "KG07215000000"},
    ],
    "organisations.csv": [
        {"name": "none", "label": "Only us"},
        {"name": "org-02", "label": "Organisation 02"},
        {"name": "org-03", "label": "Organisation 03"},
    ],
}

Row = dict[str, str]


def the_report() -> bytes:
    """The activity report: made from the page where it is at hand, else the campaign's own workbook."""
    return activity_report() if PAGE.exists() else CAMPAIGN.read_bytes()


def activity_report(form_id: str = "kg-2018_activity_report") -> bytes:
    """The activity report as an .xlsx workbook."""
    return _workbook(_rows("## The activity report", 0), _choice_rows(), form_id)


def telephone_check(form_id: str = "kg-2018_telephone_check") -> bytes:
    """The check by telephone as an .xlsx workbook; it takes the list `topic` from the report's choices."""
    topics = [row for row in _rows("## The activity report", 1) if row["list"] == "topic"]
    return _workbook(
        _rows("## The check by telephone", 0), _rows("## The check by telephone", 1) + topics, form_id
    )


def _choice_rows() -> list[Row]:
    return _rows("## The activity report", 1)


def _rows(heading: str, number: int) -> list[Row]:
    """The rows of the `number`-th table below `heading`, by the names of its header line."""
    chapter = PAGE.read_text(encoding="utf-8").split(heading + "\n", 1)[1].split("\n## ", 1)[0]
    lines = re.findall(r"```\n(.*?)```", chapter, re.DOTALL)[number].strip("\n").split("\n")
    header, *rows = [[cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)] for line in lines]
    return [dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=False)) for cells in rows]


def _workbook(survey: list[Row], choices: list[Row], form_id: str) -> bytes:
    book = Workbook()
    book.remove(book.active)
    _sheet(book, "survey", [_survey_row(row) for row in survey])
    _sheet(book, "choices", [_choice_row(row) for row in choices])
    settings = {"form_id": form_id, "version": "2018090101", "default_language": "Кыргызча (ky)"}
    _sheet(book, "settings", [settings])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _survey_row(row: Row) -> Row:
    made = {name: row[name] for name in ("type", "name", "required", "relevant", "constraint")}
    for code, language in LANGUAGES:
        made[f"label::{language}"] = row[f"label {code}"]
    made |= _three("constraint_message", row["message en / ru / ky"]) | _three(
        "hint", row["hint en / ru / ky"]
    )
    for pair in filter(None, row["calculation / default / filter / appearance"].split("; ")):
        key, value = pair.split("=", 1)
        made["choice_filter" if key == "filter" else key] = value
    return made


def _three(column: str, text: str) -> Row:
    """`text` in three languages, split at " / "."""
    if not text:
        return {}
    return {
        f"{column}::{language}": part
        for (_, language), part in zip(LANGUAGES, text.split(" / "), strict=True)
    }


def _choice_row(row: Row) -> Row:
    labels = {f"label::{language}": row[code] for code, language in LANGUAGES}
    return {"list_name": row["list"], "name": row["name"]} | labels


def _sheet(book: Workbook, name: str, rows: list[Row]) -> None:
    sheet = book.create_sheet(name)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(column) or None for column in columns])
