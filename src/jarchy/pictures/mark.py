"""The mark: two pairs of horns, counterchanged as the felt of a shyrdak is cut.

What is figure on the left is ground on the right, and a cord runs round both. A stem that curls outward is a
horn; two make a head, two heads make the mark.
"""

from __future__ import annotations

from jarchy.pictures.frame import text

_HORN = "M24 24V15.5c0-5.5-2.6-9-7.6-9-4.6 0-7.9 3-7.9 7 0 3.4 2.5 5.8 5.6 5.8 2.6 0 4.4-1.7 4.4-4.1"
_TURNS = ((1, 1), (-1, 1), (1, -1), (-1, -1))


def mark(size: int = 44, title: str = "") -> str:
    """The mark in a square of `size` pixels; without a title it is hidden from screen readers, as beside
    the name."""
    horns = _horns()
    named = 'role="img"' if title else 'aria-hidden="true"'
    label = f"<title>{text(title)}</title>" if title else ""
    return (
        f'<svg class="mark" width="{size}" height="{size}" viewBox="0 0 48 48" {named}>{label}'
        f'{_half("a", 0, horns)}{_half("b", 24, horns)}<path class="cord" d="M1 1h46v46H1z"/></svg>'
    )


def mark_file(*, ground: str = "#0c3441", figure: str = "#eba637") -> str:
    """The mark as a file of its own, for a browser's tab, with its colours: look.css does not reach there.

    They are --deep and --apricot of look.css; the result stands in foundation's static files as mark.svg.
    """
    left = f'stroke="{ground}"><path fill="{figure}" stroke="none" d="M0 0h24v48H0z"/>'
    right = f'stroke="{figure}"><path fill="{ground}" stroke="none" d="M24 0h24v48H24z"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><g fill="none" stroke-width="4.4">'
        f'<svg width="24" height="48" viewBox="0 0 24 48"><g {left}{_horns()}</g></svg>'
        f'<svg x="24" width="24" height="48" viewBox="24 0 24 48"><g {right}{_horns()}</g></svg></g>'
        f'<path fill="none" stroke="{figure}" stroke-width="2" d="M1 1h46v46H1z"/></svg>\n'
    )


def _horns() -> str:
    return "".join(
        f'<path transform="matrix({x} 0 0 {y} {24 - 24 * x} {24 - 24 * y})" d="{_HORN}"/>' for x, y in _TURNS
    )


def _half(css_class: str, x: int, horns: str) -> str:
    return (
        f'<svg class="{css_class}" x="{x}" width="24" height="48" viewBox="{x} 0 24 48">'
        f'<path class="g" d="M0 0h48v48H0z"/>{horns}</svg>'
    )
