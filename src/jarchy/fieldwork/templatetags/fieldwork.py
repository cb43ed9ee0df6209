"""One filter for the room's templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(names: Mapping[str, str], slug: str) -> str:
    """{{ names.kinds|of:report.kind }}: the name of a slug or P-code, or the slug where the list has none."""
    return names.get(slug, slug) if slug else ""
