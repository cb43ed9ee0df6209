"""A draft as pages: what is asked on each, how, and what does not fit yet. Reads the draft, changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language

from jarchy.forms.checking import guarded, public_numbers
from jarchy.forms.models import Draft
from jarchy.forms.rules import Finding
from jarchy.forms.versions import FormLists, by_path, compiled, world_of
from jarchy.forms.wording import GUARDED, said_in_words, sentence_of
from jarchy.xforms import engine
from jarchy.xforms.engine import Page, QuestionState, State
from jarchy.xforms.form import FILES, SELECTS, Choice, FormNode, Kind

MOST_RADIOS = 12  # more choices than these are a list that opens
# How a question is asked: the include that draws it, by kind.
WIDGETS: Mapping[Kind, str] = {
    Kind.NOTE: "note",
    Kind.SELECT_ONE: "radios",
    Kind.SELECT_MULTIPLE: "boxes",
    Kind.RANK: "line",
    Kind.IMAGE: "picture",
    Kind.ACKNOWLEDGE: "tick",
}
INPUT_TYPES: Mapping[Kind, str] = {Kind.DATE: "date", Kind.TIME: "time"}
INPUT_MODES: Mapping[Kind, str] = {Kind.INTEGER: "numeric", Kind.DECIMAL: "decimal"}


@dataclass(frozen=True)
class Option:
    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it.

    `decides`: whether or how another question of the same page is asked depends on its answer; `fills_list`: the
    label of the one among whose choices it decides; `waits_for`: the label of the one that decides among its own.
    """

    name: str
    label: str
    hint: str
    value: str
    widget: str
    is_required: bool
    options: Sequence[Option] = ()
    input_type: str = "text"
    input_mode: str = ""
    is_long: bool = False
    waits_for: str = ""
    decides: bool = False
    fills_list: str = ""
    why: Sequence[str] = ()

    @property
    def is_answered(self) -> bool:
        return any(option.is_chosen for option in self.options) if self.options else bool(self.value)

    @property
    def first_option(self) -> Option:
        return self.options[0]

    @property
    def more_options(self) -> Sequence[Option]:
        return self.options[1:]

    @property
    def is_folded(self) -> bool:
        """Many boxes: all but the first are folded away until one of them is chosen."""
        return len(self.options) > MOST_RADIOS

    @property
    def is_opened(self) -> bool:
        return any(option.is_chosen for option in self.more_options)


@dataclass(frozen=True)
class Told:
    """A question and its answer on the page before sending."""

    name: str
    label: str
    text: str
    is_picture: bool
    why: Sequence[str]


@dataclass(frozen=True)
class Part:
    """A page of the form on the page before sending."""

    number: int
    title: str
    answers: Sequence[Told]


@dataclass
class Asking:
    """One draft with these answers, worked out once. `answers` by the question's name."""

    draft: Draft
    answers: Mapping[str, str]
    language: str = field(default_factory=lambda: get_language() or "")

    @cached_property
    def form(self):
        return compiled(self.draft.form_version)

    @cached_property
    def lists(self) -> FormLists:
        slug = self.draft.organisation.slug if self.draft.organisation else ""
        return FormLists(self.draft.form_version, slug, self.language)

    @cached_property
    def state(self) -> State:
        world = world_of(self.draft.edition, now=timezone.now(), language=self.language)
        return engine.evaluate(self.form, by_path(self.form, self.answers), self.lists.ready, world)

    @cached_property
    def pages(self) -> list[Page]:
        return engine.pages(self.form, self.state)

    def with_answers(self, answers: Mapping[str, str]) -> Asking:
        """The same draft with other answers; the lists are not asked again."""
        other = Asking(self.draft, answers, self.language)
        other.__dict__["lists"] = self.lists
        return other

    def page_at(self, path: str) -> int:
        """The number of the page with this path, from 1; 0 where it is no longer asked."""
        return next((number for number, page in enumerate(self.pages, 1) if page.path == path), 0)

    def asked(self, page: Page, *, unfit: Iterable[str], spoilt: Mapping[str, str]) -> list[Asked]:
        """The questions of a page. What is wrong with those named in `unfit` stands beside them; `spoilt` has
        what is wrong with what was sent as a picture, by question."""
        unfit = set(unfit)
        return [
            self._asked(
                q,
                page,
                why=[spoilt[q.name]] if q.name in spoilt else self.faults(q) if q.name in unfit else [],
            )
            for q in page.questions
        ]

    def faults(self, question: QuestionState) -> list[str]:
        """Sentences: what the form says, then what the guard of texts found."""
        said = [sentence_of(finding, self.language) for finding in question.problems]
        return said + [str(GUARDED[found.code.removeprefix("guard.")]) for found in self.guarded(question)]

    def guarded(self, question: QuestionState) -> list[Finding]:
        """Telephones and the like in a text."""
        if not question.draft:
            return []
        return list(guarded(self.form, {question.path: question.draft}, allowed=self.helplines))

    @cached_property
    def helplines(self) -> list[str]:
        return public_numbers(self.draft.edition)

    def title(self, page: Page) -> str:
        """The group's label; of a question that stands alone, its own."""
        if title := page.title(self.language):
            return title
        asked = [question for question in page.questions if question.kind is not Kind.NOTE]
        return asked[0].label(self.language) if asked else ""

    def parts(self) -> list[Part]:
        """Everything that will be sent, page by page."""
        return [
            Part(number, self.title(page), [self._told(q) for q in page.questions if q.form_node.is_asked])
            for number, page in enumerate(self.pages, 1)
        ]

    def _told(self, question: QuestionState) -> Told:
        return Told(
            question.name, question.label(self.language), said_in_words(question, self.language),
            question.kind in FILES, self.faults(question),
        )  # fmt: skip

    def _asked(self, question: QuestionState, page: Page, *, why: Sequence[str]) -> Asked:
        node = question.form_node
        options = self._options(question)
        return Asked(
            name=question.name, label=question.label(self.language), hint=question.hint(self.language),
            value=question.draft, widget=_widget(node, options), is_required=question.is_required,
            options=options, input_type=INPUT_TYPES.get(node.kind, "text"),
            input_mode="tel" if "numbers" in node.appearance.split() else INPUT_MODES.get(node.kind, ""),
            is_long="multiline" in node.appearance.split(), waits_for=self._waits_for(question, page),
            decides=bool(self._decided(question, page)), fills_list=self._fills_list(question, page), why=why,
        )  # fmt: skip

    def _options(self, question: QuestionState) -> list[Option]:
        if question.kind not in SELECTS:
            return []
        chosen = question.draft.split() if question.kind is not Kind.SELECT_ONE else [question.draft]
        hidden = self.lists.not_offered - set(chosen)
        return [
            Option(choice.name, self._label(choice), choice.name in chosen)
            for choice in question.choices
            if choice.name not in hidden
        ]

    def _label(self, choice: Choice) -> str:
        return choice.label(self.language, self.form.default_language)

    def _waits_for(self, question: QuestionState, page: Page) -> str:
        """The label of the unanswered question on this page whose answer makes the list of choices."""
        if question.kind not in SELECTS or question.choices:
            return ""
        reads = decided_by(self.form.dependencies, question.form_node)
        waiting = [q for q in page.questions if q.path in reads and not q.value]
        return waiting[0].label(self.language) if waiting else ""

    def _decided(self, question: QuestionState, page: Page) -> list[FormNode]:
        """Questions that are on this page, or may come onto it, by this answer."""
        inside = f"{page.path}/" if page.group is not None else page.path
        return [
            node
            for node in self.form.questions
            if node.path.startswith(inside) and question.path in decided_by(self.form.dependencies, node)
        ]

    def _fills_list(self, question: QuestionState, page: Page) -> str:
        """The label of the question on this page whose choices this answer decides; "" for none."""
        filled = {
            node.path for node in self._decided(question, page) if node.itemset and node.itemset.fixed is None
        }
        return next((q.label(self.language) for q in page.questions if q.path in filled), "")


def decided_by(dependencies: Mapping[str, Iterable[str]], node: FormNode) -> set[str]:
    """Paths of the questions whose answers decide whether this one is asked, or among what one chooses."""
    reads = set(dependencies.get(node.path, ()))
    if node.itemset is not None and node.itemset.fixed is None:
        return reads
    asked_if = node.relevant.source if node.relevant else ""
    return {path for path in reads if re.search(rf"{re.escape(path)}(?![\w/.-])", asked_if)}


def _widget(node: FormNode, options: Sequence[Option]) -> str:
    if node.kind is Kind.SELECT_ONE and ("minimal" in node.appearance.split() or len(options) > MOST_RADIOS):
        return "list"
    return WIDGETS.get(node.kind, "line")
