"""Texts: the functions of XPath and those of OpenRosa beside them."""

import math
import re
import uuid as uuids

from jarchy.xforms.xpath import patterns, values
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import function
from jarchy.xforms.xpath.nodes import NodeKind, text_of
from jarchy.xforms.xpath.program import Context, Gives
from jarchy.xforms.xpath.values import Value

_SPACE = re.compile(r"[ \t\r\n]+")
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@function("string", "raw?", Gives.TEXT, wants_context=True, stands_alone=False)
def string(context: Context, value: Value | None = None) -> str:
    return text_of(context.node) if value is None else values.to_text(value)


@function("concat", "raw*", Gives.TEXT, wants_context=True)
def concat(context: Context, *parts: Value) -> str:
    return "".join(_each(parts))


@function("join", "text raw*", Gives.TEXT, wants_context=True)
def join(context: Context, between: str, *parts: Value) -> str:
    return between.join(_each(parts))


def _each(parts: tuple[Value, ...]) -> list[str]:
    """The texts in order; of nodes every one, not the first alone."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, list):
            found.extend(text_of(node) for node in part)
        else:
            found.append(values.to_text(part))
    return found


@function("string-length", "text?", Gives.NUMBER, wants_context=True, stands_alone=False)
def string_length(context: Context, text: str | None = None) -> float:
    return float(len(own_text(context) if text is None else text))


def own_text(context: Context) -> str:
    """The text of the context node; the document itself has none."""
    if context.node.kind is NodeKind.DOCUMENT:
        raise XPathError("there is no node here whose text could be meant")
    return text_of(context.node)


@function("contains", "text text", Gives.TRUTH)
def contains(text: str, part: str) -> bool:
    return part in text


@function("starts-with", "text text", Gives.TRUTH)
def starts_with(text: str, part: str) -> bool:
    return text.startswith(part)


@function("ends-with", "text text", Gives.TRUTH)
def ends_with(text: str, part: str) -> bool:
    return text.endswith(part)


@function("substring-before", "text text", Gives.TEXT)
def substring_before(text: str, part: str) -> str:
    before, found, _ = text.partition(part) if part else ("", "", "")
    return before if found else ""


@function("substring-after", "text text", Gives.TEXT)
def substring_after(text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


@function("substring", "text number number?", Gives.TEXT)
def substring(text: str, start: float, length: float | None = None) -> str:
    """XPath's own: counts from 1 and keeps each character whose place is rightly rounded within."""
    first = _rounded(start)
    end = math.inf if length is None else first + _rounded(length)
    if first != first or end != end:
        return ""
    return "".join(letter for place, letter in enumerate(text, 1) if first <= place < end)


def _rounded(number: float) -> float:
    return number if number != number or math.isinf(number) else float(math.floor(number + 0.5))


@function("substr", "text number number?", Gives.TEXT)
def substr(text: str, start: float, end: float | None = None) -> str:
    """OpenRosa's: from `start` (0 is the first) to before `end`; negatives count from the end."""
    return text[_place(start, len(text)) : len(text) if end is None else _place(end, len(text))]


def _place(number: float, length: int) -> int:
    if number != number:
        return 0
    place = int(max(-length, min(length, number)))
    return place + length if place < 0 else place


@function("translate", "text text text", Gives.TEXT)
def translate(text: str, from_letters: str, to_letters: str) -> str:
    changes: dict[str, str] = {}
    for place, letter in enumerate(from_letters):
        changes.setdefault(letter, to_letters[place] if place < len(to_letters) else "")
    return "".join(changes.get(letter, letter) for letter in text)


@function("normalize-space", "text?", Gives.TEXT, wants_context=True, stands_alone=False)
def normalize_space(context: Context, text: str | None = None) -> str:
    return _SPACE.sub(" ", own_text(context) if text is None else text).strip(" ")


@function("regex", "text text", Gives.TRUTH)
def regex(text: str, pattern: str) -> bool:
    """The whole text, as on a phone: the browsers' engines are content with a part."""
    return patterns.matches(pattern, text)


@function("uuid", "number?", Gives.TEXT, wants_context=True, stands_alone=False)
def uuid(context: Context, length: float | None = None) -> str:
    """A random UUID (version 4), or so many random letters and digits."""
    rng = context.scene.world.rng
    if length is None:
        return str(uuids.UUID(int=rng.getrandbits(128), version=4))
    if length != length or not 0 <= length <= 1_000:
        raise XPathError("uuid() wants a length between 0 and 1000")
    return "".join(rng.choices(_ALPHABET, k=int(length)))
