"""Filters of every template."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from jarchy.foundation.texts import text_in

register = template.Library()


@register.filter
def in_words(texts: Mapping[str, str] | None) -> str:
    """{{ place.names|in_words }}: the text in the reader's language, or the one at hand."""
    return text_in(texts)
