"""Values and how they turn into each other, as JavaRosa does it.

A value is a str, a float, a bool or a list of nodes. Dates are ISO texts; `DateText` marks one that a date function
gave, or that stands in an answer. Numbers are IEEE doubles, because that is what XPath counts with.
"""

import math
import re
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from functools import lru_cache

from jarchy.xforms.xpath.nodes import Node, text_of

NAN = math.nan
DAY_SECONDS = 86_400
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_MOMENT = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ](?P<clock>[0-9:.]+)\s?(?P<zone>Z|[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?", re.ASCII)

Value = str | float | bool | list[Node]


class DateText(str):
    """An ISO date or date and time that counts as a whole day when it is asked as a number."""

    __slots__ = ()


class NoDate(str):
    """What date() makes of a text that is none: empty, and so false, NaN and nothing to keep. As the whole answer it is
    an error, as in JavaRosa; inside a form it is an answer that is not there, because a report must still be read."""

    __slots__ = ()


class DayNumber(float):
    """The number of a date, which is written as a whole day."""

    __slots__ = ()


def number_text(number: float) -> str:
    """Without exponent, without a point where the number is whole; minus nought is 0."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) or isinstance(number, DayNumber):
        return str(math.floor(number))
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text


def plain_number(text: str) -> float:
    """A text as a number, NaN if it is none. No exponents; a comma is a point, as in JavaRosa."""
    if text.isascii() and text.isdigit():
        return float(text)
    text = text.strip(" \t\r\n").replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else NAN


def text_as_number(text: str, zone: tzinfo) -> float:
    """A text: a plain number; a DateText: its whole day since 1970 in the form's zone; any other ISO text: the
    days and their fraction since 1970-01-01T00:00Z."""
    number = plain_number(text)
    if number == number or len(text) < 8 or text[4:5] != "-":
        return number
    moment = moment_of(text, zone)
    if moment is None:
        return NAN
    return float(math.floor(local_days(moment, zone))) if isinstance(text, DateText) else instant_days(moment)


def answer_as_number(text: str, zone: tzinfo) -> float:
    """A node's text: as above, but a date counts as a whole day, because JavaRosa knows it is one."""
    number = plain_number(text)
    if number == number or len(text) < 8 or text[4:5] != "-":
        return number
    moment = moment_of(text, zone)
    return NAN if moment is None else float(math.floor(local_days(moment, zone)))


def text_in_order(text: str, zone: tzinfo) -> float:
    """A text written in the expression, where < and > compare: by the local day and time. (A date that a function
    gave or a node holds is a whole day there too.)"""
    number = plain_number(text)
    if number == number or len(text) < 8 or text[4:5] != "-":
        return number
    moment = moment_of(text, zone)
    if moment is None:
        return NAN
    days = local_days(moment, zone)
    return float(math.floor(days)) if isinstance(text, DateText) else days


def day_text(text: str, zone: tzinfo) -> str:
    """The local day of a date, as text: what JavaRosa compares when one side is a date."""
    moment = moment_of(text, zone)
    return text if moment is None else moment.astimezone(zone).date().isoformat()


@lru_cache(maxsize=8192)
def moment_of(text: str, zone: tzinfo) -> datetime | None:
    """The moment an ISO text means; a day is its local midnight. None if the text is no date."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    clock = clock_of(match["clock"]) if match["clock"] else time()
    if clock is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        return datetime.combine(day, clock, _zone_of(match["zone"]) or zone)
    except ValueError:
        return None


def looks_like_a_date(text: str) -> bool:
    """Shaped as an ISO date, whether or not such a day exists."""
    return _MOMENT.fullmatch(text.strip()) is not None


def clock_of(text: str) -> time | None:
    """ "10:20", "10:20:30.5"; None if there is no such time of day."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    try:
        return time(int(hours), int(minutes), int(seconds or 0), int((fraction or "0").ljust(6, "0")[:6]))
    except ValueError:
        return None


def _zone_of(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = digits[:-2] or digits, digits[-2:] if len(digits) > 2 else "00"
    return datetime.strptime(f"{text[0]}{hours:0>2}{minutes}", "%z").tzinfo


def local_days(moment: datetime, zone: tzinfo) -> float:
    """Days since 1970 by the calendar and the clock on the wall of `zone`."""
    local = moment.astimezone(zone)
    seconds = local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
    return local.toordinal() - _EPOCH_DAY + seconds / DAY_SECONDS


def instant_days(moment: datetime) -> float:
    """Days since 1970-01-01T00:00Z with their fraction."""
    return (moment - _EPOCH).total_seconds() / DAY_SECONDS


def moment_text(moment: datetime) -> DateText:
    return DateText(moment.isoformat(timespec="milliseconds"))


def to_text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return text_of(value[0]) if value else ""


def to_number(value: Value, zone: tzinfo) -> float:
    if isinstance(value, str):
        return text_as_number(value, zone)
    if isinstance(value, (bool, float)):
        return float(value)
    return answer_as_number(text_of(value[0]), zone) if value else NAN


def to_truth(value: Value) -> bool:
    """A number is true if it is not 0 and not NaN, a text if it is not empty, nodes if there are any."""
    if isinstance(value, float):
        return number_is_true(value)
    return bool(value)


def number_is_true(number: float) -> bool:
    # JavaRosa takes what differs from 0 by less than this for 0: 0.1 + 0.2 - 0.3 is false.
    return abs(number) > 1e-12 and number == number
