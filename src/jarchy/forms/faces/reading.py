"""What a page of the web form sent, as answers. What is typed is understood where that is plain: 1 200 is 1200."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from jarchy.forms.faces.asking import Asking, decided_by
from jarchy.xforms.engine import Page, QuestionState
from jarchy.xforms.form import FILES, Kind

_GAPS = re.compile(r"[\s\u00a0\u2009\u202f]+")
LONGEST_ANSWER = 10_000  # characters


@dataclass(frozen=True)
class Sent:
    """Answers after a page was sent. `shown`: questions that stood on it; `fresh`: those that stand on it now and did
    not, or whose choices have become others, so that the person has not seen them yet."""

    asking: Asking
    path: str
    shown: frozenset[str]
    fresh: Sequence[str]

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
        """Names of the questions that were seen and whose answers do not fit."""
        return [
            question.name
            for question in self.questions
            if question.name in self.shown
            and question.name not in self.fresh
            and self.asking.faults(question)
        ]

    @property
    def storable(self) -> dict[str, str]:
        """Without texts in which a telephone or the like stands: those are not stored, not even sealed."""
        kept = dict(self.asking.answers)
        for question in self.questions:
            if self.asking.guarded(question):
                kept.pop(question.name, None)
        return kept


def read_page(before: Asking, page: Page, data: QueryDict) -> Sent:
    """The draft's answers with those of this page put in."""
    shown = frozenset(data.getlist("shown"))
    answers = dict(before.answers)
    for question in page.questions:
        if question.name in shown and question.form_node.is_asked and question.kind not in FILES:
            answers[question.name] = _typed(question, data.getlist(question.name))
    changed = {
        question.path
        for question in page.questions
        if answers.get(question.name, "") != before.answers.get(question.name, "")
    }
    after = before.with_answers(answers)
    gone = _choices_gone(after, page.path, changed)
    if gone:
        answers = {name: text for name, text in answers.items() if name not in gone}
        after = before.with_answers(answers)
    number = after.page_at(page.path)
    questions = after.pages[number - 1].questions if number else ()
    fresh = [q.name for q in questions if q.form_node.is_asked and (q.name not in shown or q.name in gone)]
    return Sent(after, page.path, shown, fresh)


def _choices_gone(after: Asking, path: str, changed: set[str]) -> set[str]:
    """Questions whose answer is no longer among the choices because an answer before it was changed on this page."""
    number = after.page_at(path)
    gone = set()
    for question in after.pages[number - 1].questions if number else ():
        depends = decided_by(after.form.dependencies, question.form_node) & changed
        if depends and any(finding.code == "choice" for finding in question.problems):
            gone.add(question.name)
            changed = changed | {question.path}
    return gone


def _typed(question: QuestionState, sent: Sequence[str]) -> str:
    text = " ".join(sent)[:LONGEST_ANSWER].replace("\r\n", "\n").strip()
    match question.kind:
        case Kind.INTEGER:
            return _GAPS.sub("", text)
        case Kind.DECIMAL:
            return _GAPS.sub("", text).replace(",", ".")
        case _:
            return text
