"""What a page of the web form sent, as answers. What is typed is understood where that is plain: 1 200 is 1200."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from jarchy.forms.faces.asking import Asking, decided_by
from jarchy.forms.faces.chat_typed import Unread, typed_answer
from jarchy.forms.rounds import changed
from jarchy.xforms.engine import Page, QuestionState
from jarchy.xforms.form import FILES, Kind

LONGEST_ANSWER = 10_000  # characters
_COMMAS_WITHIN = re.compile(r"(-?\d{1,3}),(\d+)[\s;]+(-?\d{1,3}),(\d+)")
_BETWEEN = re.compile(r"[\s,]+")


@dataclass(frozen=True)
class Sent:
    """Answers before and after a page was sent, and what it said, by path. `shown`: paths of questions that stood on
    it; `fresh`: those that stand on it now and did not, or whose choices have become others, so that the person has not
    seen them yet. `spoilt`: what is wrong with what could not be taken; `places`: the numbers typed into an order."""

    before: Asking
    asking: Asking
    said: Mapping[str, str]
    path: str
    shown: frozenset[str]
    fresh: Sequence[str]
    spoilt: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def page(self) -> Page | None:
        """None where these answers have made the page needless."""
        number = self.asking.page_at(self.path)
        return self.asking.pages[number - 1] if number else None

    @property
    def questions(self) -> Sequence[QuestionState]:
        return self.page.questions if self.page else ()

    @property
    def unfit(self) -> list[str]:
        """Paths of the questions that were seen and whose answers do not fit."""
        return [
            question.path
            for question in self.questions
            if question.path in self.shown
            and question.path not in self.fresh
            and self.asking.faults(question)
        ]

    @property
    def secret(self) -> set[str]:
        """Paths of texts in which a telephone or the like stands: those are not stored, not even sealed."""
        return {question.path for question in self.questions if self.asking.guarded(question)}

    @property
    def storable(self) -> Mapping[str, str]:
        """The answers without those that may not be stored, and without what the form made of them."""
        if not (secret := self.secret):
            return self.asking.answers
        kept = {path: text for path, text in self.before.answers.items() if path not in secret}
        said = {path: text for path, text in self.said.items() if path not in secret}
        return _with(self.before.with_answers(kept), said).answers


def read_page(before: Asking, page: Page, data: QueryDict, files: Mapping[str, str]) -> Sent:
    """The draft's answers with those of this page put in. `files`: names of files that were kept or, empty, taken
    away, by path."""
    keys = frozenset(data.getlist("shown"))
    shown = frozenset(q.path for q in page.questions if before.key(q.path) in keys)
    spoilt: dict[str, str] = {}
    places: dict[str, Mapping[str, str]] = {}
    said = dict(files)
    for question in page.questions:
        node = question.form_node
        if question.path not in shown or not node.is_asked or node.kind in FILES or question.is_readonly:
            continue
        key = before.key(question.path)
        if node.kind is Kind.RANK:
            places[question.path] = typed = _places(question, key, data)
            if why := _misplaced(question, typed):
                spoilt[question.path] = why
            else:
                said[question.path] = _in_order(typed)
        else:
            said[question.path] = _typed(question, data.getlist(key), before.language)
    after = _with(before, said)
    now = {path: text for path, text in said.items() if text != before.answers.get(path, "")}
    gone = _choices_gone(after, page.path, set(now))
    if gone:
        said |= dict.fromkeys(gone, "")
        after = _with(before, said)
    number = after.page_at(page.path)
    questions = after.pages[number - 1].questions if number else ()
    fresh = [
        q.path
        for q in questions
        if q.form_node.is_asked and not q.is_readonly and (q.path not in shown or q.path in gone)
    ]
    return Sent(before, after, said, page.path, shown, fresh, spoilt, places)


def _with(before: Asking, said: Mapping[str, str]) -> Asking:
    """The draft with these answers, and what the form puts in on their account."""
    return before.with_answers(
        changed(before.form, before.answers, said, before.lists.ready, before.world)
    )  # fmt: skip


def _choices_gone(after: Asking, path: str, touched: set[str]) -> set[str]:
    """Questions whose answer is no longer among the choices because an answer before it was changed on this page."""
    number = after.page_at(path)
    gone = set()
    for question in after.pages[number - 1].questions if number else ():
        depends = decided_by(after.form.dependencies, question.form_node)
        plain_touched = {
            after.state.by_path[one].form_node.path for one in touched if one in after.state.by_path
        }
        if depends & plain_touched and any(finding.code == "choice" for finding in question.problems):
            gone.add(question.path)
            touched = touched | {question.path}
    return gone


def _typed(question: QuestionState, sent: Sequence[str], language: str) -> str:
    text = " ".join(sent)[:LONGEST_ANSWER].replace("\r\n", "\n").strip()
    match question.kind:
        case Kind.INTEGER | Kind.DECIMAL | Kind.DATE | Kind.DATE_TIME if text:
            try:
                return typed_answer(question, text, (), language=language)
            except Unread:
                return text  # shown again, with what is wrong
        case Kind.GEOPOINT:
            return _point(text)
        case Kind.GEOTRACE | Kind.GEOSHAPE if text:
            points = [_point(line) for line in re.split(r"[\n;]+", text) if line.strip()]
            is_open = question.kind is Kind.GEOSHAPE and len(points) > 2 and points[0] != points[-1]
            return "; ".join([*points, points[0]] if is_open else points)
    return text


def _point(text: str) -> str:
    """42.87, 74.59 and 42,87 74,59 as phones write it: with a height and an accuracy, 0 where nobody measured them."""
    text = text.strip()
    if found := _COMMAS_WITHIN.fullmatch(text):
        text = f"{found[1]}.{found[2]} {found[3]}.{found[4]}"
    numbers = [part for part in _BETWEEN.split(text) if part]
    return " ".join([*numbers, "0", "0"] if len(numbers) == 2 else numbers)


def _places(question: QuestionState, key: str, data: QueryDict) -> dict[str, str]:
    """What was typed beside each choice of an order."""
    typed = {choice.name: data.get(f"{key}-at-{choice.name}", "").strip()[:4] for choice in question.choices}
    return {name: place for name, place in typed.items() if place}


def _misplaced(question: QuestionState, typed: Mapping[str, str]) -> str:
    """What is wrong with the numbers of an order: none at all is no answer."""
    numbers = [int(place) for place in typed.values() if place.isdecimal()]
    if not typed or sorted(numbers) == list(range(1, len(question.choices) + 1)):
        return ""
    return _("Give each one a number of its own, from 1 to {most}.").format(most=len(question.choices))


def _in_order(typed: Mapping[str, str]) -> str:
    return " ".join(sorted(typed, key=lambda name: int(typed[name])))
