"""What was typed in a chat, as an answer: numbers of choices, days as people write them, places as two numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from jarchy.words.folding import fold
from jarchy.xforms.engine import QuestionState
from jarchy.xforms.form import Choice, Kind

NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
MOST_FOUND = 12
_GAPS = re.compile(r"[\s\u00a0\u2009\u202f]+")
_SEVERAL = re.compile(r"[\s,;]+")
_PLACE = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)(?:[\s,;]+-?\d+(?:\.\d+)?){0,2}")


class Unread(Exception):
    """What was typed is no answer to the question; `sentence` says what to write."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def typed_answer(question: QuestionState, text: str, shown: Sequence[Choice], *, language: str) -> str:
    """The answer as it is stored. Raises Unread; whether it fits the form is not asked here."""
    match question.kind:
        case Kind.SELECT_ONE:
            return _one(text, shown, language)
        case Kind.SELECT_MULTIPLE | Kind.RANK:
            names = [_one(part, shown, language) for part in _SEVERAL.split(text) if part]
            return " ".join(dict.fromkeys(names))
        case Kind.ACKNOWLEDGE:
            return "OK" if text == "1" else _unread(_("Answer with 1."))
        case Kind.INTEGER:
            return _GAPS.sub("", text)
        case Kind.DECIMAL:
            return _GAPS.sub("", text).replace(",", ".")
        case Kind.DATE:
            return _day(text)
        case Kind.DATE_TIME:
            return _moment(text)
        case Kind.GEOPOINT:
            return _place(text)
    return text


def _unread(sentence: str) -> str:
    raise Unread(sentence)


def _one(text: str, shown: Sequence[Choice], language: str) -> str:
    """By its number; else by its label or a part of it, where that is plain."""
    if text.isdigit():
        if 0 < int(text) <= len(shown):
            return shown[int(text) - 1].name
        return _unread(_("Write a number from 1 to {most}.").format(most=len(shown)))
    wanted = fold(text)
    labels = [(number, choice, fold(choice.label(language))) for number, choice in enumerate(shown, 1)]
    same = [choice for _number, choice, label in labels if wanted in (label, fold(choice.name))]
    found = [(number, choice) for number, choice, label in labels if wanted and wanted in label]
    if len(same) == 1 or len(found) == 1:
        return same[0].name if len(same) == 1 else found[0][1].name
    if not found:
        return _unread(_("There is no such choice. Write its number or a part of its name."))
    lines = [f"{number}. {choice.label(language)}" for number, choice in found[:MOST_FOUND]]
    return _unread("\n".join([_("Which of these?"), *lines]))


def _day(text: str) -> str:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return _unread(_("Write a day, as 05.11.2018."))


def _moment(text: str) -> str:
    day, _gap, clock = text.replace("T", " ").partition(" ")
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", clock.strip()):
        return _unread(_("Write a day and a time, as 05.11.2018 14:30."))
    return f"{_day(day)}T{clock.strip():0>5}"


def _place(text: str) -> str:
    if found := _PLACE.fullmatch(text):
        return f"{found[1]} {found[2]} 0 0"
    return _unread(_("Send a place, or write its latitude and longitude, as 42.87 74.59."))
