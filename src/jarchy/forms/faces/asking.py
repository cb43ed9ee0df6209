"""A draft as pages: what is asked on each, how, and what does not fit yet. Reads the draft, changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language

from jarchy.forms.checking import guarded, public_numbers
from jarchy.forms.faces import paging
from jarchy.forms.faces.paging import RoundsPage, key_of, pages_of
from jarchy.forms.faces.widgets import (
    ACCEPTS,
    INPUT_MODES,
    INPUT_TYPES,
    MOST_RADIOS,
    Media,
    Option,
    is_shown,
    number,
    shown_value,
    steps_of,
    widget_of,
)
from jarchy.forms.models import Draft
from jarchy.forms.rounds import decided_by_person, worked_out
from jarchy.forms.rules import Finding
from jarchy.forms.versions import FormLists, compiled, world_of
from jarchy.forms.wording import GUARDED, said_in_words, sentence_of
from jarchy.xforms.engine import Page, QuestionState, State
from jarchy.xforms.form import FILES, SELECTS, Choice, Form, FormNode, Kind, Text
from jarchy.xforms.xpath.world import World

TABLE_HEAD = "generated_table_list_label"  # pyxform's name for the note that holds the label of a table


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it. `key` names its field.

    `decides`: whether or how another question of the same page is asked depends on its answer; `fills_list`: the
    label of the one among whose choices it decides; `waits_for`: the label of the one that decides among its own.
    """

    key: str
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
    guidance: str = ""
    media: Media = field(default_factory=Media)
    accepts: str = ""
    lowest: str = ""
    highest: str = ""
    step: str = ""
    said: str = ""
    """The answer in words, where it is only shown."""

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
    """A question and its answer on the page before sending. `file`: "picture", or "file" for any other."""

    key: str
    label: str
    text: str
    file: str
    why: Sequence[str]


@dataclass(frozen=True)
class Part:
    """A page of the form on the page before sending. `rounds`: how many, on a page where rounds are added; else -1."""

    number: int
    title: str
    answers: Sequence[Told]
    rounds: int = -1


@dataclass
class Asking:
    """One draft with these answers, worked out once. `answers` by path (rounds.draft_by_path)."""

    draft: Draft
    answers: Mapping[str, str]
    language: str = field(default_factory=lambda: get_language() or "")

    @cached_property
    def form(self) -> Form:
        return compiled(self.draft.form_version)

    @cached_property
    def lists(self) -> FormLists:
        slug = self.draft.organisation.slug if self.draft.organisation else ""
        return FormLists(self.draft.form_version, slug, self.language)

    @cached_property
    def world(self) -> World:
        username = str(self.draft.account) if self.form.preloaded("property username") else ""
        return world_of(self.draft.edition, now=timezone.now(), language=self.language, username=username)

    @cached_property
    def state(self) -> State:
        return worked_out(self.form, self.answers, self.lists.ready, self.world)

    @cached_property
    def pages(self) -> list[Page]:
        return pages_of(self.form, self.state, list(decided_by_person(self.state, self.answers)))

    def with_answers(self, answers: Mapping[str, str]) -> Asking:
        """The same draft with other answers; the lists are not asked again."""
        other = Asking(self.draft, answers, self.language)
        other.__dict__["lists"], other.__dict__["world"] = self.lists, self.world
        other.__dict__["_published"] = self._published
        return other

    def page_at(self, path: str) -> int:
        """The number of the page with this path, from 1; 0 where it is no longer asked."""
        return next((number for number, page in enumerate(self.pages, 1) if page.path == path), 0)

    def first_page_in(self, path: str) -> int:
        """The number of the first page of a round; 0 where it asks nothing."""
        inside = (f"{path}/", f"{path}?")
        found = (
            n for n, page in enumerate(self.pages, 1) if page.path == path or page.path.startswith(inside)
        )
        return next(found, 0)

    def key(self, path: str) -> str:
        return key_of(self.form, path)

    def path_of(self, key: str) -> str:
        """The path of the question with this key; "" where the form has none."""
        return next((path for path in self.state.by_path if self.key(path) == key), "")

    def asked(
        self, page: Page, *, unfit: Iterable[str] = (), spoilt: Mapping[str, str] | None = None,
        places: Mapping[str, Mapping[str, str]] | None = None,
    ) -> list[Asked]:  # fmt: skip
        """The questions of a page. What is wrong with those named in `unfit` (paths) stands beside them; `spoilt` has
        what is wrong with what was sent and could not be taken, `places` the numbers typed into an order."""
        unfit, spoilt, places = set(unfit), spoilt or {}, places or {}
        return [
            self._asked(
                q, page, places.get(q.path),
                why=[spoilt[q.path]] if q.path in spoilt else self.faults(q) if q.path in unfit else [],
            )
            for q in page.questions
        ]  # fmt: skip

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
        if page.questions and page.questions[0].name.startswith(TABLE_HEAD):
            return page.questions[0].label(self.language)
        asked = [question for question in page.questions if question.kind is not Kind.NOTE]
        return (asked or list(page.questions))[0].label(self.language) if page.questions else ""

    def crumb(self, page: Page) -> str:
        return paging.crumb_of(self.form, self.state, page.path, self.language)

    def full_title(self, page: Page) -> str:
        return " › ".join(filter(None, [self.crumb(page), self.title(page)]))

    def round_named(self, path: str, number: int) -> str:
        return paging.round_named(self.state, path, number, self.language)

    def words_of_round(self, path: str) -> str:
        """The first answer in a round, so that one knows which it is."""
        for below, question in self.state.by_path.items():
            if below.startswith(f"{path}/") and question.form_node.is_asked and question.value:
                return said_in_words(question, self.language)
        return ""

    def parts(self) -> list[Part]:
        """Everything that will be sent, page by page."""
        return [
            Part(
                number, self.full_title(page), [self._told(q) for q in page.questions if q.form_node.is_asked],
                page.rounds.count if isinstance(page, RoundsPage) else -1,
            )
            for number, page in enumerate(self.pages, 1)
        ]  # fmt: skip

    def _told(self, question: QuestionState) -> Told:
        is_picture = question.kind is Kind.IMAGE
        return Told(
            self.key(question.path), self._label_of(question), said_in_words(question, self.language),
            "picture" if is_picture else "file" if question.kind in FILES else "", self.faults(question),
        )  # fmt: skip

    def _label_of(self, question: QuestionState) -> str:
        return question.label(self.language) or question.name

    def _asked(
        self, question: QuestionState, page: Page, places: Mapping[str, str] | None, *, why: Sequence[str]
    ) -> Asked:
        node = question.form_node
        words = node.appearance.split()
        options = self._options(question, places)
        bounds = node.bounds
        return Asked(
            key=self.key(question.path), label=self._label_of(question), hint=question.hint(self.language),
            value=shown_value(question), widget=widget_of(node, options, is_readonly=question.is_readonly),
            is_required=question.is_required, options=options, input_type=INPUT_TYPES.get(node.kind, "text"),
            input_mode="tel" if "numbers" in words else INPUT_MODES.get(node.kind, ""),
            is_long="multiline" in words, waits_for=self._waits_for(question, page),
            decides=bool(self._decided(question, page)), fills_list=self._fills_list(question, page), why=why,
            guidance=question.guidance(self.language), media=self._media(node.label),
            accepts=node.accepts or ACCEPTS.get(node.kind, ""),
            lowest=number(min(bounds.start, bounds.end)) if bounds else "",
            highest=number(max(bounds.start, bounds.end)) if bounds else "",
            step=number(bounds.step) if bounds and bounds.step else "",
            said=said_in_words(question, self.language),
        )  # fmt: skip

    @cached_property
    def _published(self) -> frozenset[str]:
        return (
            frozenset(self.draft.form_version.files.values_list("name", flat=True))
            if self.form.media
            else frozenset()
        )

    def _media(self, text: Text) -> Media:
        """Of the files that a label names those that were published."""
        named = {
            sort: text.file(sort, self.language, self.form.default_language)
            for sort in ("image", "audio", "video")
        }
        there = {sort: name for sort, name in named.items() if name in self._published}
        shown = {sort: name for sort, name in there.items() if is_shown(name)}
        return Media(
            shown.get("image", ""), shown.get("audio", ""), shown.get("video", ""),
            next((name for sort, name in there.items() if sort not in shown), ""),
        )  # fmt: skip

    def _options(self, question: QuestionState, places: Mapping[str, str] | None) -> list[Option]:
        if (bounds := question.form_node.bounds) is not None:
            return [Option(one, one, one == question.draft) for one in steps_of(bounds)]
        if question.kind not in SELECTS:
            return []
        chosen = question.draft.split() if question.kind is not Kind.SELECT_ONE else [question.draft]
        if places is None:
            places = {name: str(place) for place, name in enumerate(chosen, 1)}
        hidden = self.lists.not_offered - set(chosen)
        return [
            Option(
                choice.name, self._label(choice), choice.name in chosen, places.get(choice.name, ""),
                self._media(Text(media=choice.media)).picture,
            )
            for choice in question.choices
            if choice.name not in hidden
        ]  # fmt: skip

    def _label(self, choice: Choice) -> str:
        return choice.label(self.language, self.form.default_language)

    def _waits_for(self, question: QuestionState, page: Page) -> str:
        """The label of the unanswered question on this page whose answer makes the list of choices."""
        if question.kind not in SELECTS or question.choices:
            return ""
        reads = decided_by(self.form.dependencies, question.form_node)
        waiting = [q for q in page.questions if q.form_node.path in reads and not q.value]
        return waiting[0].label(self.language) if waiting else ""

    def _decided(self, question: QuestionState, page: Page) -> list[FormNode]:
        """Questions that are on this page, or may come onto it, by this answer."""
        around = page.group.form_node.path if page.group is not None else question.form_node.path
        inside = f"{around}/" if page.group is not None else around
        return [
            node
            for node in self.form.questions
            if node.path.startswith(inside)
            and question.form_node.path in decided_by(self.form.dependencies, node)
        ]

    def _fills_list(self, question: QuestionState, page: Page) -> str:
        """The label of the question on this page whose choices this answer decides; "" for none."""
        filled = {
            node.path for node in self._decided(question, page) if node.itemset and node.itemset.fixed is None
        }
        return next((q.label(self.language) for q in page.questions if q.form_node.path in filled), "")


def decided_by(dependencies: Mapping[str, Iterable[str]], node: FormNode) -> set[str]:
    """Paths of the questions whose answers decide whether this one is asked, or among what one chooses."""
    reads = set(dependencies.get(node.path, ()))
    if node.itemset is not None and node.itemset.fixed is None:
        return reads
    asked_if = node.relevant.source if node.relevant else ""
    return {path for path in reads if re.search(rf"{re.escape(path)}(?![\w/.-])", asked_if)}
