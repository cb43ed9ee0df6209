"""Cells that leave the house: no text that we hand out may start a formula in someone's spreadsheet.

Source: OWASP, CSV Injection. A leading apostrophe makes the cell text in every spreadsheet; numbers that are
numbers stay numbers, so that sums still work.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

# Full-width forms are turned into the plain ones by some programs on opening.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
# What XML 1.0, and so a workbook, cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell = str | int | float | Decimal | bool | date | None


def safe_cell(value: object) -> Cell:
    """The value as it may stand in a CSV file or a workbook.

    Text that begins like a formula gets an apostrophe before it, control characters are left out; numbers,
    days and None are given back as they are, a moment as ISO text, anything else as text.
    """
    if type(value) is str:  # most cells
        return _safe_text(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    return _safe_text(str(value))


@lru_cache(maxsize=8192)  # a table says the same words in every row
def _safe_text(text: str) -> str:
    text = without_control(text)
    if text.lstrip(" \u00a0").startswith(_STARTS_A_FORMULA) and not _PLAIN_NUMBER.match(text):
        return f"'{text}"
    return text


def without_control(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return _CONTROL.sub("", text)


def csv_cell(value: object) -> str:
    """The same as text for CSV: days as ISO, booleans as yes and no, None as nothing."""
    if type(value) is str:  # most cells
        return _safe_text(value)
    safe = safe_cell(value)
    if safe is None:
        return ""
    if isinstance(safe, bool):
        return "yes" if safe else "no"
    if isinstance(safe, date):
        return safe.isoformat()
    if isinstance(safe, Decimal):
        return format(safe, "f")
    return str(safe)
