"""Dates and times in the form's time zone."""

import calendar
import math
from datetime import UTC, date, datetime, timedelta

from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import function
from jarchy.xforms.xpath.program import Context, Gives
from jarchy.xforms.xpath.values import NAN, DateText, Value

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_EPOCH_DAY = date(1970, 1, 1).toordinal()


@function("today", "", Gives.TEXT, wants_context=True)
def today(context: Context) -> str:
    return DateText(context.scene.world.today.isoformat())


@function("now", "", Gives.TEXT, wants_context=True)
def now(context: Context) -> str:
    return values.moment_text(context.scene.world.now.astimezone(context.scene.zone))


@function("date", "value", Gives.ANY, wants_context=True)
def date_(context: Context, value: Value) -> Value:
    """A day from an ISO text, a date or a number of days since 1970 (NaN stays NaN). A text that is no date gives an
    empty one, a day that the calendar does not have is an error, and so is a truth."""
    if isinstance(value, float):
        return _day(value) if value == value else value
    dated = _dated(context, value, "date")
    is_moment = isinstance(value, DateText) and len(dated) > len("2018-11-05")
    return DateText(dated[:10]) if is_moment else dated


@function("date-time", "value", Gives.ANY, wants_context=True)
def date_time(context: Context, value: Value) -> Value:
    """As date(), but a number is a moment, days since 1970-01-01T00:00Z; as on phones a whole one is written as the
    local day in which it lies."""
    if isinstance(value, float):
        if value != value:
            return value
        text = values.moment_text(_moment(context, value))
        return text if value % 1 else DateText(text[:10])
    return _dated(context, value, "date-time")


def _dated(context: Context, value: Value, name: str) -> str:
    if isinstance(value, bool):
        raise XPathError(f"{name}() cannot make a date of true or false")
    text = values.to_text(value)
    moment = values.moment_of(text, context.scene.zone)
    if moment is None:
        if values.looks_like_a_date(text):
            raise XPathError(f"there is no day {text!r}")
        return values.NoDate() if text.strip() else ""
    local = moment.astimezone(context.scene.zone)
    has_time = "T" in text or ":" in text
    return values.moment_text(local) if has_time else DateText(local.date().isoformat())


def _day(days: float) -> str:
    if not _FIRST <= days + _EPOCH_DAY <= _LAST:
        raise XPathError(f"{days} days from 1970 is no date")
    return DateText(date.fromordinal(math.floor(days) + _EPOCH_DAY).isoformat())


def _moment(context: Context, days: float) -> datetime:
    """Days since 1970-01-01T00:00Z."""
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days)).astimezone(context.scene.zone)
    except OverflowError:
        raise XPathError(f"{days} days from 1970 is no date") from None


@function("decimal-date-time", "value", Gives.NUMBER, wants_context=True)
def decimal_date_time(context: Context, value: Value) -> float:
    """Days since 1970-01-01T00:00Z, the time as a fraction."""
    if isinstance(value, float):
        return value
    text = values.to_text(value)
    moment = values.moment_of(text, context.scene.zone)
    if moment is not None:
        return values.instant_days(moment)
    if text.strip():
        raise XPathError(f"{text!r} is no date and time")
    return NAN


@function("decimal-time", "value", Gives.NUMBER, wants_context=True)
def decimal_time(context: Context, value: Value) -> float:
    """The share of the local day that has passed, 0 to 1; a time alone is taken as of 1970-01-01."""
    if isinstance(value, float):
        return value - math.floor(value) if math.isfinite(value) else NAN
    text = values.to_text(value)
    moment = values.moment_of(text, context.scene.zone) or values.moment_of(
        f"1970-01-01T{text}", context.scene.zone
    )
    return NAN if moment is None else values.local_days(moment, context.scene.zone) % 1


@function("format-date", "value text", Gives.TEXT, wants_context=True)
def format_date(context: Context, value: Value, pattern: str) -> str:
    return _formatted(context, value, pattern)


@function("format-date-time", "value text", Gives.TEXT, wants_context=True)
def format_date_time(context: Context, value: Value, pattern: str) -> str:
    return _formatted(context, value, pattern)


def _formatted(context: Context, value: Value, pattern: str) -> str:
    """%Y %y %m %n %b %d %e %H %h %M %S %3 %a %W; empty where the value is no date."""
    if isinstance(value, float):
        moment = _moment(context, value) if value == value and not math.isinf(value) else None
        if moment is not None and value % 1 == 0:
            moment = values.moment_of(_day(value), context.scene.zone)
    else:
        moment = values.moment_of(values.to_text(value), context.scene.zone)
    if moment is None:
        return ""
    local = moment.astimezone(context.scene.zone)
    made, letters = "", iter(pattern)
    for letter in letters:
        made += letter if letter != "%" else _part(next(letters, ""), local)
    return made


def _part(letter: str, local: datetime) -> str:
    # Names of months and days are English whatever the machine's locale, as on phones set to English.
    parts = {
        "%": "%",
        "Y": f"{local.year:04}",
        "y": f"{local.year % 100:02}",
        "m": f"{local.month:02}",
        "n": str(local.month),
        "b": calendar.month_abbr[local.month],
        "d": f"{local.day:02}",
        "e": str(local.day),
        "H": f"{local.hour:02}",
        "h": str(local.hour),
        "M": f"{local.minute:02}",
        "S": f"{local.second:02}",
        "3": f"{local.microsecond // 1000:03}",
        "a": calendar.day_abbr[local.weekday()],
        "W": str(local.isocalendar().week),
    }
    if letter not in parts:
        raise XPathError(f"a date cannot be written with %{letter}")
    return parts[letter]
