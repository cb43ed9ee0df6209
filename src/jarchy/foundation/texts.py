"""Texts in several languages: one JSON column by language, read in the reader's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import models
from django.utils.translation import get_language

# {{ figure ... }} and {{ fact ... }} in a page, a message or a document; filled in project/joints.py.
insertions: dict[str, Callable[..., str]] = {}


class Texts(models.JSONField):
    """A JSON object from language code to text, as {"ky": "Ош облусу", "ru": "Ошская область"}."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)


def text_in(texts: Mapping[str, str] | None, language: str | None = None) -> str:
    """The text in this language (the reader's if None); else the first there is; "" without any.

    Below the rayon a language may be missing: the name at hand is shown rather than nothing.
    """
    if not texts:
        return ""
    wanted = language or get_language() or ""
    return texts.get(wanted) or texts.get(wanted.split("-")[0]) or next((t for t in texts.values() if t), "")
