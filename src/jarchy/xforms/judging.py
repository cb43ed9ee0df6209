"""Judges one answer: required, type, choice, constraint. All that is wrong with it, not the first alone."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from jarchy.xforms.answering import Answering
from jarchy.xforms.finding import Finding
from jarchy.xforms.form import GROUPS, SELECTS, FormNode, Kind
from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.program import Context

Typed = str | int | Decimal | date | time | datetime | tuple[str, ...]
_WHOLE = re.compile(r"-?[0-9]{1,10}")
_DECIMAL = re.compile(r"-?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_UTC_LIKE = re.compile(r"(.*?)(Z|[+-]\d{2}:?\d{2})?")


def problems_of(answering: Answering, form_node: FormNode, path: str, context: Context) -> Iterator[Finding]:
    """The faults of a relevant node; those of groups are those of what is in them."""
    if form_node.kind in GROUPS or form_node.kind is Kind.NOTE:
        return
    value = context.node.value
    if not value:
        if (
            form_node.required is not None
            and form_node.is_asked
            and answering.truth(form_node.required, context)
        ):
            message = form_node.required_message.all_words(context)
            yield Finding("required", path, rule=form_node.required.source, message=message)
        return
    if typed(form_node, value, answering.world.time_zone) is None:
        yield Finding("type", path, value, form_node.kind, reason=f"not a {form_node.kind}")
        return
    if form_node.kind in SELECTS:
        yield from _choices(answering, form_node, path, context)
    if form_node.constraint is not None:
        yield from _constraint(form_node, path, context)


def _choices(answering: Answering, form_node: FormNode, path: str, context: Context) -> Iterator[Finding]:
    value = context.node.value
    chosen = [value] if form_node.kind is Kind.SELECT_ONE else value.split()
    if form_node.kind is not Kind.SELECT_ONE and len(set(chosen)) < len(chosen):
        yield Finding("choice_twice", path, value, reason="the same choice twice")
    for name in answering.strangers(form_node, chosen, context):
        yield Finding("choice", path, name, reason="not among the choices")


def _constraint(form_node: FormNode, path: str, context: Context) -> Iterator[Finding]:
    rule = form_node.constraint
    assert rule is not None
    value = context.node.value
    try:
        holds = rule.run(context)
    except XPathError as error:
        yield Finding("not_computed", path, value, rule.source, reason=str(error))
        return
    if not holds:
        yield Finding("constraint", path, value, rule.source, form_node.constraint_message.all_words(context))


def typed(form_node: FormNode, value: str, zone: tzinfo) -> Typed | None:
    """The answer as a value of its kind, None if it is not one."""
    kind = form_node.kind
    if kind in (Kind.CALCULATE, Kind.HIDDEN, Kind.METADATA):
        kind = _CALCULATED.get(form_node.bind_type, Kind.TEXT)
        found = _typed(kind, value, zone)
        return value if found is None else found
    return _typed(kind, value, zone)


_CALCULATED = {"int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "dateTime": Kind.DATE_TIME}


def _typed(kind: Kind, value: str, zone: tzinfo) -> Typed | None:
    match kind:
        case Kind.INTEGER:
            return int(value) if _WHOLE.fullmatch(value) and -(2**31) <= int(value) < 2**31 else None
        case Kind.DECIMAL:
            return Decimal(value) if _DECIMAL.fullmatch(value) else None
        case Kind.DATE:
            moment = values.moment_of(value, zone) if len(value) == 10 else None
            return None if moment is None else moment.date()
        case Kind.DATE_TIME:
            return values.moment_of(value, zone)
        case Kind.TIME:
            plain = _UTC_LIKE.fullmatch(value)
            return values.clock_of(plain[1]) if plain else None
        case Kind.SELECT_MULTIPLE | Kind.RANK:
            return tuple(value.split())
        case _:
            return value
