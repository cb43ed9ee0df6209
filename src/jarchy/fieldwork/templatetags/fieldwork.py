"""Filters for the room's templates: names of slugs, a usual range."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from jarchy.formats.numbers import number_text

register = template.Library()


@register.filter
def of(names: Mapping[str, str], slug: str) -> str:
    """{{ names.kinds|of:report.kind }}: the name of a slug or P-code, or the slug where the list has none."""
    return names.get(slug, slug) if slug else ""


@register.filter(name="range")
def usual_range(ends: tuple[int, int]) -> str:
    """{{ (25, 120)|range }}: 25–120, never parted at the dash."""
    low, high = (number_text(end, get_language() or "en") for end in ends)
    return f"{low}\u2060–\u2060{high}"
