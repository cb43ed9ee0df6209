"""Texts in several languages: one JSON column by language, read in the reader's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


_INSERTION = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True)
class Insertion:
    """What a text asks for in braces: {{ figure attendances KG04000000000 }}."""

    name: str
    words: tuple[str, ...]


def insertions_in(text: str) -> list[Insertion]:
    """In the order of the text. Raises ValueError, with what stands there, for braces that do not close or are
    empty.
    """
    found = []
    for match in _INSERTION.finditer(text):
        name, *words = match[1].split() or [""]
        if not name:
            raise ValueError(match[0])
        found.append(Insertion(name, tuple(words)))
    rest = _INSERTION.sub("", text)
    if "{{" in rest or "}}" in rest:
        at = rest.find("{{") if "{{" in rest else rest.find("}}")
        raise ValueError(rest[at : at + 30])
    return found


def filled(text: str, with_words: Mapping[str, Callable[..., str]]) -> str:
    """The text with each insertion's words in its place. Raises KeyError for a name that nobody fills."""

    def words_of(match: re.Match[str]) -> str:
        name, *words = match[1].split()
        return with_words[name](*words)

    return _INSERTION.sub(words_of, text)
