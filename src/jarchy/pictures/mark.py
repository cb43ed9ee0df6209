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
    horns = "".join(
        f'<path transform="matrix({x} 0 0 {y} {24 - 24 * x} {24 - 24 * y})" d="{_HORN}"/>' for x, y in _TURNS
    )
    named = 'role="img"' if title else 'aria-hidden="true"'
    label = f"<title>{text(title)}</title>" if title else ""
    return (
        f'<svg class="mark" width="{size}" height="{size}" viewBox="0 0 48 48" {named}>{label}'
        f'{_half("a", 0, horns)}{_half("b", 24, horns)}<path class="cord" d="M1 1h46v46H1z"/></svg>'
    )


def _half(css_class: str, x: int, horns: str) -> str:
    return (
        f'<svg class="{css_class}" x="{x}" width="24" height="48" viewBox="{x} 0 24 48">'
        f'<path class="g" d="M0 0h48v48H0z"/>{horns}</svg>'
    )
