"""How a question is drawn on a page: which field, with which bounds, what stands in it."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jarchy.forms.wording import point_text
from jarchy.xforms.engine import QuestionState
from jarchy.xforms.form import Bounds, FormNode, Kind

MOST_RADIOS = 12  # more choices than these are a list that opens
MOST_STEPS = 12  # of a scale that is a list
# The include that draws it, by kind.
WIDGETS: Mapping[Kind, str] = {
    Kind.NOTE: "note",
    Kind.SELECT_ONE: "radios",
    Kind.SELECT_MULTIPLE: "boxes",
    Kind.RANK: "rank",
    Kind.IMAGE: "picture",
    Kind.AUDIO: "file",
    Kind.VIDEO: "file",
    Kind.FILE: "file",
    Kind.ACKNOWLEDGE: "tick",
    Kind.GEOPOINT: "place",
    Kind.GEOTRACE: "points",
    Kind.GEOSHAPE: "points",
}
INPUT_TYPES: Mapping[Kind, str] = {
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.DATE_TIME: "datetime-local",
}
INPUT_MODES: Mapping[Kind, str] = {Kind.INTEGER: "numeric", Kind.DECIMAL: "decimal"}
ACCEPTS: Mapping[Kind, str] = {Kind.AUDIO: "audio/*", Kind.VIDEO: "video/*"}
# Appearances that make a list of radios one that opens.
_LISTS = frozenset(("minimal", "autocomplete", "search"))


# What a browser may show within a page. SVG can hold scripts: it is only handed out to be saved.
SHOWN = frozenset((
    "image/png", "image/jpeg", "image/gif", "image/webp", "audio/mpeg", "audio/ogg", "audio/wav", "audio/x-wav",
    "audio/mp4", "audio/aac", "audio/amr", "audio/3gpp", "video/mp4", "video/webm", "video/3gpp", "video/ogg",
))  # fmt: skip


def media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def is_shown(name: str) -> bool:
    """Whether a page may show what is in a file of this name."""
    return media_type(name) in SHOWN


@dataclass(frozen=True)
class Option:
    """One choice. `place`: which one it is in an order; `picture`: the name of the one beside its label."""

    name: str
    label: str
    is_chosen: bool
    place: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Media:
    """Names of the files beside a label; "" where there is none."""

    picture: str = ""
    sound: str = ""
    video: str = ""
    other: str = ""  # handed out to be saved: no page shows it


def widget_of(node: FormNode, options: Sequence[Option], *, is_readonly: bool) -> str:
    words = set(node.appearance.split())
    if is_readonly and node.kind is not Kind.NOTE:
        return "shown"
    if node.kind is Kind.SELECT_ONE and (words & _LISTS or len(options) > MOST_RADIOS):
        return "list"
    if node.bounds is not None:
        return "list" if steps_of(node.bounds) else "scale"
    return WIDGETS.get(node.kind, "line")


def steps_of(bounds: Bounds) -> list[str]:
    """The few numbers on a scale, in its order; none where they are many."""
    if not bounds.step:
        return []
    step = bounds.step if bounds.end >= bounds.start else -bounds.step
    count = int((bounds.end - bounds.start) / step) + 1
    return [number(bounds.start + step * place) for place in range(count)] if count <= MOST_STEPS else []


def number(value: Decimal) -> str:
    """As a person writes it: 2.5, 10, not 1E+1."""
    said = format(value, "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def shown_value(question: QuestionState) -> str:
    """The answer as it stands in its field: 42.87, 74.59; a point a line; a moment without its zone."""
    said = question.draft
    match question.kind:
        case Kind.GEOPOINT:
            return point_text(said)
        case Kind.GEOTRACE | Kind.GEOSHAPE:
            return "\n".join(point_text(point.strip()) for point in said.split(";") if point.strip())
        case Kind.DATE_TIME if len(said) > 16 and said[10:11] == "T":
            return said[:16]
        case Kind.TIME if len(said) > 5 and said[2:3] == ":":
            return said[:5]
    return said
