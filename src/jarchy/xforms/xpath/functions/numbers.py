"""Numbers: halves round up, as in JavaRosa."""

import math
from decimal import ROUND_FLOOR, Decimal

from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.functions.table import function
from jarchy.xforms.xpath.functions.texts import own_text
from jarchy.xforms.xpath.nodes import text_of
from jarchy.xforms.xpath.program import Context, Gives
from jarchy.xforms.xpath.values import NAN, Value


@function("number", "raw?", Gives.NUMBER, wants_context=True, stands_alone=False)
def number(context: Context, value: Value | None = None) -> float:
    if value is None:
        return values.answer_as_number(own_text(context), context.scene.zone)
    number = values.to_number(value, context.scene.zone)
    is_date = isinstance(value, str) and number == number and values.looks_like_a_date(value)
    return values.DayNumber(number) if is_date else number


@function("int", "number", Gives.NUMBER)
def int_(value: float) -> float:
    return value if _endless(value) else math.copysign(float(math.trunc(value)), value)


@function("round", "number number?", Gives.NUMBER)
def round_(value: float, digits: float = 0.0) -> float:
    """To `digits` places after the point (before it where negative), halves up: round(-1.5) is -1. As on phones more
    than 30 places are none that can be meant: NaN."""
    if _endless(value):
        return value
    if _endless(digits) or abs(int(digits)) > 30:
        return NAN
    step = Decimal(1).scaleb(-int(digits))
    # repr is what a person wrote: 2.15 is rounded as 2.15 and not as the double just below it.
    return float(((Decimal(repr(value)) / step + Decimal("0.5")).to_integral_value(ROUND_FLOOR)) * step)


@function("floor", "number", Gives.NUMBER)
def floor(value: float) -> float:
    return value if _endless(value) else float(math.floor(value))


@function("ceiling", "number", Gives.NUMBER)
def ceiling(value: float) -> float:
    return value if _endless(value) else float(math.ceil(value))


@function("abs", "number", Gives.NUMBER)
def abs_(value: float) -> float:
    return abs(value)


@function("pow", "number number", Gives.NUMBER)
def pow_(base: float, exponent: float) -> float:
    """As Java and the browsers have it: 1 to a power that is no number is no number either."""
    if exponent != exponent or (abs(base) == 1 and math.isinf(exponent)):
        return NAN
    try:
        power = base**exponent
    except (ZeroDivisionError, OverflowError):
        return math.copysign(math.inf, base) if exponent % 2 == 1 else math.inf
    return NAN if isinstance(power, complex) else power


def _guarded(work: object, name: str) -> None:
    """A function of the school book: NaN where it is not defined, infinite where it is too large."""

    def run(*arguments: float) -> float:
        try:
            return float(work(*arguments))  # type: ignore[operator]
        except OverflowError:
            return math.inf
        except ValueError:
            return NAN

    function(name, "number number" if name == "atan2" else "number", Gives.NUMBER)(run)


for _name in ("sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp"):
    _guarded(getattr(math, _name), _name)
_guarded(lambda value: 10**value, "exp10")
_guarded(lambda value: -math.inf if value == 0 else math.log(value), "log")
_guarded(lambda value: -math.inf if value == 0 else math.log10(value), "log10")


@function("pi", "", Gives.NUMBER, wants_context=True)
def pi(context: Context) -> float:
    return math.pi


@function("random", "", Gives.NUMBER, wants_context=True, stands_alone=False)
def random(context: Context) -> float:
    return context.scene.world.rng.random()


@function("sum", "nodes", Gives.NUMBER, wants_context=True)
def sum_(context: Context, nodes: list) -> float:
    zone = context.scene.zone
    return float(sum(values.answer_as_number(text_of(node), zone) for node in nodes))


@function("min", "raw raw*", Gives.NUMBER, wants_context=True)
def min_(context: Context, *arguments: Value) -> float:
    found = _numbers(context, arguments)
    return NAN if not found or any(value != value for value in found) else min(found)


@function("max", "raw raw*", Gives.NUMBER, wants_context=True)
def max_(context: Context, *arguments: Value) -> float:
    found = _numbers(context, arguments)
    return NAN if not found or any(value != value for value in found) else max(found)


def _numbers(context: Context, arguments: tuple[Value, ...]) -> list[float]:
    zone = context.scene.zone
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, list):
            found.extend(values.answer_as_number(text_of(node), zone) for node in argument)
        else:
            found.append(values.to_number(argument, zone))
    return found


def _endless(value: float) -> bool:
    return value != value or math.isinf(value)
