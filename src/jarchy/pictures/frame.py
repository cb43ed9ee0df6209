"""What all pictures share: how an SVG opens, is named for those who do not see it, and is parted into
classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

_IDENT = re.compile(r"[a-z][a-z0-9-]*")
# Control characters that XML forbids even when written as references; a name pasted from a spreadsheet may
# hold one.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(words: str) -> str:
    """Words made fit for SVG and HTML, in content and in attributes alike."""
    return escape(_FORBIDDEN.sub("", words))


def open_picture(css_class: str, ident: str, *, title: str, description: str, size: str) -> str:
    """Opening tag, title and description of a picture that says in words what it shows.

    `size` is attributes as they stand in the tag: width and height, or viewBox. `ident` must be unique in the
    page, for the ids within are made from it; raises ValueError where it is no plain lower-case identifier.
    """
    if not _IDENT.fullmatch(ident):
        raise ValueError(f"not an identifier for a picture: {ident!r}")
    return (
        f'<svg class="{css_class}" {size} role="img" '
        f'aria-labelledby="{ident}-t" aria-describedby="{ident}-d">'
        f'<title id="{ident}-t">{text(title)}</title><desc id="{ident}-d">{text(description)}</desc>'
    )


def step_of(value: float, steps: Sequence[float]) -> int:
    """Which class a value falls into: index of the last lower end that it reaches, -1 below the first.

    `steps` are lower ends, ascending.
    """
    return sum(value >= low for low in steps) - 1


def short(number: float, digits: int = 2) -> str:
    """A number for a path or an attribute, as short as it can be written: 0.50 becomes .5, 12.00 becomes
    12."""
    written = f"{number:.{digits}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    if written in ("-0", ""):
        return "0"
    return written.replace("0.", ".", 1) if written.startswith(("0.", "-0.")) else written
