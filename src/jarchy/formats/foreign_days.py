"""A day as somebody else's sheet has it: 2014-06-30, 1 March 2015, June with the year said once.

A month is taken by its last day: what is told of June is told when June is over. A day that can mean two is asked for.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jarchy.formats.table_values import parsed

_MONTHS = {  # as sheets write them: en, fr, es, ru (both cases), ky
    1: "january jan janvier enero январь января янв",
    2: "february feb février fevrier febrero февраль февраля фев",
    3: "march mar mars marzo март марта мар",
    4: "april apr avril abril апрель апреля апр",
    5: "may mai mayo май мая",
    6: "june jun juin junio июнь июня июн",
    7: "july jul juillet julio июль июля июл",
    8: "august aug août aout agosto август августа авг",
    9: "september sep sept septembre septiembre сентябрь сентября сен",
    10: "october oct octobre octubre октябрь октября окт",
    11: "november nov novembre noviembre ноябрь ноября ноя",
    12: "december dec décembre decembre diciembre декабрь декабря дек",
}
_MONTH_OF = {word: number for number, words in _MONTHS.items() for word in words.split()}
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")


@dataclass(frozen=True)
class DaysSaid:
    """What was said once for the whole sheet. `day` as typed, "" where each row has its own."""

    day: str = ""
    year: int | None = None
    order: str = ""  # "day first" or "month first"; "" where nobody said it


@dataclass(frozen=True)
class DayFault:
    code: str
    better: str = ""


def read_day(said: Mapping[str, str], days: DaysSaid) -> date | DayFault:
    """`said` has date, month and year as far as the row has them; what it lacks was said once, or is a fault."""
    text = said.get("date", "").strip() or said.get("month", "").strip() or days.day.strip()
    if not text:
        return DayFault("foreign.no_day")
    year = said.get("year", "").strip()
    known = int(year) if _YEAR.match(year) else days.year
    return _exact(text, days) or _worded(text, known)


def _exact(text: str, days: DaysSaid) -> date | None:
    plain = re.sub(r"[T ]\d{1,2}:\d{2}.*\Z", "", text)
    value, fault = parsed(plain, "date")
    if isinstance(value, date):
        return value
    if fault and fault.params.get("better"):
        return date.fromisoformat(fault.params["better"])
    if parts := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", plain):
        first, second = int(parts[1]), int(parts[2])
        if days.order:  # 9/10/2018 is September or October: without it, it is asked for
            return _day(int(parts[3]), *((first, second) if days.order == "month first" else (second, first)))
    return None


def _worded(text: str, year: int | None) -> date | DayFault:
    if re.fullmatch(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}", text):
        return DayFault("foreign.day_or_month")
    words = re.findall(r"[^\W_]+", text.casefold())
    month = next((_MONTH_OF[word] for word in words if word in _MONTH_OF), None)
    years = [int(word) for word in words if _YEAR.match(word)]
    days = [int(word) for word in words if word.isdigit() and len(word) <= 2]
    if parts := re.fullmatch(r"((?:19|20)[0-9]{2})[-/.](0?[1-9]|1[0-2])", text):
        years, month, days = [int(parts[1])], int(parts[2]), []
    if month is None and year and re.fullmatch(r"0?[1-9]|1[0-2]", text):
        month, days = int(text), []
    if month is None or len(days) > 1:
        return DayFault("foreign.wrong_day")
    known = years[0] if years else year
    if known is None:
        return DayFault("foreign.no_year")
    found = _day(known, month, days[0] if days else monthrange(known, month)[1])
    return found or DayFault("foreign.wrong_day")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
