"""Judges one answer: required, type, choice, constraint. All that is wrong with it, not the first alone."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from jarchy.xforms.answering import Answering
from jarchy.xforms.finding import Finding
from jarchy.xforms.form import FormNode, Kind
from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.program import Context

Typed = str | int | Decimal | date | time | datetime | tuple[str, ...]
_WHOLE = re.compile(r"-?[0-9]{1,10}")
_DECIMAL = re.compile(r"-?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_SIGNED = re.compile(r"[+-]?(?:\d{1,10}(?:\.\d{0,20})?|\.\d{1,20})(?:[Ee]-?\d{1,2})?", re.ASCII)
_CLOCK = re.compile(r"([0-9:.]+)(?:Z|[+-]\d{2}:?\d{2})?")


def judge(
    answering: Answering, form_node: FormNode, path: str, context: Context
) -> tuple[Typed | None, list[Finding]]:
    """The typed value of a relevant node (None: no answer, or not of its kind) and its faults; those of groups are
    those of what is in them."""
    text = context.node.value
    if not text:
        return None, _missing(answering, form_node, path, context)
    value = typed(form_node, text, answering.world.time_zone)
    if value is None:
        return None, [Finding("type", path, text, form_node.holds, reason=f"not a {form_node.holds}")]
    if form_node.constraint is None and not form_node.is_select and form_node.bounds is None:
        return value, []
    found: list[Finding] = []
    if form_node.bounds is not None and not form_node.bounds.admits(Decimal(text)):
        found.append(Finding("range", path, text, str(form_node.bounds), reason="not on the scale"))
    if form_node.is_select:
        found += _choices(answering, form_node, path, context)
    if form_node.constraint is not None:
        found += _constraint(form_node, path, context)
    return value, found


def _missing(answering: Answering, form_node: FormNode, path: str, context: Context) -> list[Finding]:
    rule = form_node.required
    if rule is None or not form_node.is_asked or not answering.truth(rule, context):
        return []
    return [
        Finding("required", path, rule=rule.source, message=form_node.required_message.all_words(context))
    ]


def _choices(answering: Answering, form_node: FormNode, path: str, context: Context) -> list[Finding]:
    value = context.node.value
    found: list[Finding] = []
    if form_node.kind is Kind.SELECT_ONE:
        chosen = [value]
    else:
        chosen = value.split()
        if len(set(chosen)) < len(chosen):
            found.append(Finding("choice_twice", path, value, reason="the same choice twice"))
    for name in answering.strangers(form_node, chosen, context):
        found.append(Finding("choice", path, name, reason="not among the choices"))
    return found


def _constraint(form_node: FormNode, path: str, context: Context) -> list[Finding]:
    rule = form_node.constraint
    assert rule is not None
    value = context.node.value
    try:
        if rule.run(context):
            return []
    except XPathError as error:
        return [Finding("not_computed", path, value, rule.source, reason=str(error))]
    return [Finding("constraint", path, value, rule.source, form_node.constraint_message.all_words(context))]


def typed(form_node: FormNode, value: str, zone: tzinfo) -> Typed | None:
    """The answer as a value of its kind, None if it is not one; what was computed and is not of its kind stays a
    text."""
    read = _READ.get(form_node.holds)
    if read is None:
        return value
    found = read(value, zone)
    return value if found is None and form_node.is_computed else found


def _whole(value: str, zone: tzinfo) -> int | None:
    return int(value) if _WHOLE.fullmatch(value) and -(2**31) <= int(value) < 2**31 else None


def _decimal(value: str, zone: tzinfo) -> Decimal | None:
    return Decimal(value) if _DECIMAL.fullmatch(value) else None


def _date(value: str, zone: tzinfo) -> date | None:
    moment = values.moment_of(value, zone) if len(value) == 10 else None
    return None if moment is None else moment.date()


def _time(value: str, zone: tzinfo) -> time | None:
    clock = _CLOCK.fullmatch(value)
    return values.clock_of(clock[1]) if clock else None


def _point(value: str) -> bool:
    """Latitude and longitude in degrees, then perhaps altitude and accuracy in metres."""
    numbers = value.split()
    if not 2 <= len(numbers) <= 4 or not all(_SIGNED.fullmatch(number) for number in numbers):
        return False
    latitude, longitude, *rest = map(float, numbers)
    return abs(latitude) <= 90 and abs(longitude) <= 180 and (len(rest) < 2 or rest[1] >= 0)


def _points(value: str) -> list[list[str]] | None:
    """Points parted by semicolons, the last of which may be left hanging; None where one is no point."""
    points = value.strip().rstrip(";").split(";")
    return [point.split() for point in points] if all(map(_point, points)) else None


def _geopoint(value: str, zone: tzinfo) -> str | None:
    return value if _point(value) else None


def _geotrace(value: str, zone: tzinfo) -> str | None:
    points = _points(value)
    return value if points is not None and len(points) >= 2 else None


def _geoshape(value: str, zone: tzinfo) -> str | None:
    """Three corners at least, and back to the first."""
    points = _points(value)
    closed = points is not None and len(points) >= 4 and points[0][:2] == points[-1][:2]
    return value if closed else None


def _file_name(value: str, zone: tzinfo) -> str | None:
    return None if value in (".", "..") or "/" in value or "\\" in value else value


# Whatever holds another kind is a text.
_READ: dict[str, Callable[[str, tzinfo], Typed | None]] = {
    "integer": _whole,
    "decimal": _decimal,
    "date": _date,
    "date_time": values.moment_of,
    "time": _time,
    "geopoint": _geopoint,
    "geotrace": _geotrace,
    "geoshape": _geoshape,
    "image": _file_name,
    "audio": _file_name,
    "video": _file_name,
    "file": _file_name,
    "select_multiple": lambda value, zone: tuple(value.split()),
    "rank": lambda value, zone: tuple(value.split()),
}
