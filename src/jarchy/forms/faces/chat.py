"""A form asked question by question as plain text with numbered answers: for messengers, SMS and the terminal.

A conversation is a value (`Talk`): what was said so far. `hear` takes the next message and gives the talk after it and
what is answered. Nothing here is stored; `forms.actions.chat` keeps it between messages, `forms ask` in the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from jarchy.forms.checking import guarded
from jarchy.forms.faces.chat_typed import NUMBERS, Unread, typed_answer
from jarchy.forms.rounds import changed, is_kept
from jarchy.forms.wording import GUARDED, said_in_words, sentence_of
from jarchy.xforms import engine
from jarchy.xforms.engine import QuestionState, ReadyLists, State
from jarchy.xforms.form import FILES, SELECTS, Choice, Form, FormNode, Kind
from jarchy.xforms.xpath.world import World

BACK, HELP, KEEP, SKIP, MORE = "0", "?", ".", "-", "+"
BACK_FROM_A_NUMBER = "00"  # where 0 may be the answer
STOPS = frozenset(("stop", "/stop", "стоп", "токто"))
MOST_SHOWN = 12  # choices in one message
LONGEST = 10_000  # characters of one answer
DRAWN = (Kind.GEOTRACE, Kind.GEOSHAPE)  # no chat has a hand to draw with


@dataclass(frozen=True)
class Talk:
    """What was said. `answers` by path; `asked`: what is through, in order (see Item.key); `rounds`: how many rounds
    each repeat has, by its path; `at`: which step is being asked now.

    `again`: the one question that is asked once more from the page before sending; `more`: how many choices were shown.
    """

    language: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    rounds: Mapping[str, int] = field(default_factory=dict)
    step: str = "language"  # language | asking | review | change | stopping | sent | dropped
    again: str = ""
    more: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Talk:
        return cls(**{**said, "asked": tuple(said["asked"])})

    @property
    def is_over(self) -> bool:
        return self.step in ("sent", "dropped")


@dataclass(frozen=True)
class Item:
    """A question, or before each round of a repeat whether there is one. `number`: of that round."""

    key: str
    question: QuestionState
    number: int = 0


@dataclass(frozen=True)
class Heard:
    """The talk after a message, and what is said to it. `talk.step` "sent": the person wants it sent."""

    talk: Talk
    says: str


@dataclass(frozen=True)
class Asker:
    """A form ready to be asked. `hidden`: choices that are taken and not shown; `helplines`: numbers that anyone may
    write; `takes`: what the channel can carry beside text ("picture", "place")."""

    form: Form
    lists: ReadyLists
    world: World
    language_names: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    helplines: Sequence[str] = ()
    takes: frozenset[str] = frozenset()

    def begin(self, language: str = "") -> Heard:
        """The first message: which language, or the first question where there is only one or it is known."""
        defaults = engine.begin(self.form, self.lists, self.world)
        talk = Talk(
            language, {path: text for path, text in defaults.items() if is_kept(self.form, path, text)}
        )
        if language or len(self.form.languages) < 2:
            talk = replace(talk, step="asking", language=language or self.form.default_language)
        return self._say(talk)

    def hear(self, talk: Talk, text: str) -> Heard:
        """One message. Whatever is typed, the answer says what to do next."""
        text = text.strip()[:LONGEST]
        step = "_in_" + talk.step
        with override(talk.language or self.form.default_language):
            if text.lower() in STOPS and talk.step not in ("language", "stopping"):
                return self._say(replace(talk, step="stopping"))
            heard: Heard = getattr(self, step)(talk, text)
            return heard

    def cannot(self) -> list[FormNode]:
        """Questions that must be answered and that this channel cannot ask."""
        return [node for node in self.form.questions if node.required is not None and not self._can(node)]

    def next_asked(self, talk: Talk) -> str:
        """The key of what is asked now: a question's path; of a round its repeat's, `?`, its number; "" at the end."""
        item = _Walk(self, talk).current
        return item.key if item is not None else ""

    def waits_for_picture(self, talk: Talk) -> QuestionState | None:
        """The picture's question that is being asked now; None where none is."""
        item = _Walk(self, talk).current if talk.step == "asking" else None
        is_picture = (
            item is not None and item.question.kind is Kind.IMAGE and self._can(item.question.form_node)
        )
        return item.question if item is not None and is_picture else None

    def counted(self, talk: Talk) -> dict[str, str]:
        """The answers by path, without those of rounds that were taken back."""
        return {path: text for path, text in talk.answers.items() if text and self._stands(talk, path)}

    def _stands(self, talk: Talk, path: str) -> bool:
        return all(
            self._round_of(part) <= talk.rounds.get(self._base_of(part), 0)
            for part in self._repeats_above(path)
        )

    def _repeats_above(self, path: str) -> Iterator[str]:
        parts = path.split("/")
        for depth in range(2, len(parts)):
            above = "/".join(parts[:depth])
            node = self.form.by_path.get(_plain(above))
            if node is not None and node.kind is Kind.REPEAT and node.count is None:
                yield above

    @staticmethod
    def _base_of(path: str) -> str:
        return path.rpartition("[")[0] if path.endswith("]") else path

    @staticmethod
    def _round_of(path: str) -> int:
        return int(path.rpartition("[")[2][:-1]) if path.endswith("]") else 1

    def _state(self, talk: Talk) -> State:
        return engine.evaluate(self.form, self._draft(talk), self.lists, self.world)

    def _draft(self, talk: Talk) -> dict[str, str]:
        """As the engine takes it: what counts, and the rounds that were added."""
        grown = {
            _round(base, number): ""
            for base, rounds in talk.rounds.items()
            for number in range(2, rounds + 1)
            if self._stands(talk, base)
        }
        return {**grown, **self.counted(talk)}

    def _changed(self, talk: Talk, changes: Mapping[str, str]) -> dict[str, str]:
        """The answers with these and with what the form puts in on their account; those of rounds that were taken back
        stay, and stand again where a round is added once more."""
        after = changed(self.form, self._draft(talk), changes, self.lists, self.world)
        kept = {path: text for path, text in after.items() if text and is_kept(self.form, path, text)}
        return {**kept, **{path: text for path, text in talk.answers.items() if not self._stands(talk, path)}}

    def _can(self, node: FormNode) -> bool:
        if node.kind in FILES:
            return node.kind is Kind.IMAGE and "picture" in self.takes
        return node.kind not in DRAWN

    # What each step makes of a message.

    def _in_language(self, talk: Talk, text: str) -> Heard:
        codes = self.form.languages
        chosen = codes[int(text) - 1] if text.isdigit() and 0 < int(text) <= len(codes) else text.lower()
        if chosen not in codes:
            return self._say(talk)
        with override(chosen):
            return self._say(replace(talk, language=chosen, step="asking"))

    def _in_asking(self, talk: Talk, text: str) -> Heard:
        walk = _Walk(self, talk)
        if (item := walk.current) is None:
            return self._say(replace(talk, step="review"))
        if text == HELP:
            return Heard(talk, walk.help(item))
        if text == (BACK_FROM_A_NUMBER if walk.is_number(item) else BACK):
            return self._back(talk)
        if item.number:
            return self._round_decided(talk, item, text)
        return self._answered(talk, item, text)

    def _back(self, talk: Talk) -> Heard:
        if talk.again:
            return self._say(replace(talk, again="", step="review"))
        if not talk.asked:
            return self._say(replace(talk, more=0), before=_("This is the first question."))
        last = talk.asked[-1]
        rounds = dict(talk.rounds)
        base, is_round, number = last.partition("?")
        if is_round:
            rounds[base] = min(rounds.get(base, 0), int(number) - 1)
        return self._say(replace(talk, asked=talk.asked[:-1], rounds=rounds, more=0, step="asking"))

    def _round_decided(self, talk: Talk, item: Item, text: str) -> Heard:
        if text not in ("1", "2"):
            return self._say(talk, before=_("Answer with 1 or 2."))
        base = item.key.partition("?")[0]
        answers, count = talk.answers, item.number if text == "1" else item.number - 1
        if text == "1" and item.number > 1:
            answers = self._changed(talk, {_round(base, item.number): ""})
        after = replace(talk, answers=answers, rounds={**talk.rounds, base: count})
        return self._say(replace(after, asked=(*talk.asked, item.key), more=0))

    def _answered(self, talk: Talk, item: Item, text: str) -> Heard:
        question, path = item.question, item.question.path
        if text == MORE and question.kind in SELECTS:
            return self._say(replace(talk, more=talk.more + MOST_SHOWN))
        if text == KEEP and talk.answers.get(path):
            return self._through(talk, item)
        if text == SKIP or not self._can(question.form_node):
            value = ""
        else:
            shown = [choice for choice in question.choices if choice.name not in self.hidden]
            try:
                value = typed_answer(question, text, shown, language=talk.language)
            except Unread as unread:
                return Heard(talk, unread.sentence)
        after = replace(talk, answers=self._changed(talk, {path: value}))
        if why := self._faults(after, path):
            return self._say(talk, before="\n".join(why))
        return self._through(after, item)

    def _faults(self, talk: Talk, path: str) -> list[str]:
        question = self._state(talk).by_path[path]
        said = [sentence_of(finding, talk.language) for finding in question.problems]
        found = guarded(self.form, {path: question.draft}, allowed=self.helplines) if question.draft else ()
        return said + [str(GUARDED[finding.code.removeprefix("guard.")]) for finding in found]

    def _through(self, talk: Talk, item: Item) -> Heard:
        if talk.again:
            return self._say(replace(talk, again="", more=0))
        return self._say(replace(talk, asked=(*talk.asked, item.key), more=0))

    def _in_review(self, talk: Talk, text: str) -> Heard:
        match text:
            case "1" if not self._open(talk):
                return Heard(replace(talk, step="sent"), _("It is being sent."))
            case "2":
                return self._say(replace(talk, step="change"))
            case "0":
                return self._back(replace(talk, step="asking"))
        return self._say(talk)

    def _in_change(self, talk: Talk, text: str) -> Heard:
        items = _Walk(self, talk).answered
        if text == BACK:
            return self._say(replace(talk, step="review"))
        if text.isdigit() and 0 < int(text) <= len(items):
            return self._say(replace(talk, step="asking", again=items[int(text) - 1].key))
        return self._say(talk)

    def _in_stopping(self, talk: Talk, text: str) -> Heard:
        if text == "1":
            return Heard(replace(talk, step="asking"), _("It is kept. Write anything to go on."))
        if text == "2":
            return Heard(Talk(talk.language, step="dropped"), _("It is thrown away. Nothing was sent."))
        return self._say(replace(talk, step="asking"))

    def _in_sent(self, talk: Talk, text: str) -> Heard:
        return Heard(talk, _("It was sent."))

    def _in_dropped(self, talk: Talk, text: str) -> Heard:
        return Heard(talk, _("It is thrown away. Nothing was sent."))

    # What is said at each step.

    def _say(self, talk: Talk, *, before: str = "") -> Heard:
        with override(talk.language or self.form.default_language):
            talk, says = self._said(talk)
        return Heard(talk, f"{before}\n\n{says}" if before else says)

    def _said(self, talk: Talk) -> tuple[Talk, str]:
        if talk.step == "language":
            names = [self.language_names.get(code) or code for code in self.form.languages]
            return talk, _numbered(names)
        if talk.step == "stopping":
            return talk, _("Stop?") + "\n" + _numbered([_("Keep it for later"), _("Throw it away")])
        walk = _Walk(self, talk)
        if talk.step == "asking" and walk.current is not None:
            return talk, walk.words(walk.current)
        if talk.step == "change":
            return talk, _("Which one? Write its number.") + "\n" + walk.summary()
        return replace(talk, step="review", again=""), self._review(walk)

    def _review(self, walk: _Walk) -> str:
        parts = [_("Your answers:"), walk.summary()]
        if still := self._open(walk.talk):
            return "\n".join([*parts, _("These do not fit yet:"), *still, "2. " + _("Change one")])
        return "\n".join([*parts, _numbered([_("Send"), _("Change one")]), "0. " + _("Back")])

    def _open(self, talk: Talk) -> list[str]:
        """What still does not fit, a sentence each."""
        state = self._state(talk)
        checked = engine.check(self.form, state.answers, self.lists, self.world)
        return [
            f"{state.by_path[found.path].label(talk.language) if found.path in state.by_path else found.path}: "
            f"{sentence_of(found, talk.language)}"
            for found in checked.findings
        ]


class _Walk:
    """A talk worked out: which questions there are, which of them is next."""

    def __init__(self, asker: Asker, talk: Talk) -> None:
        self.asker, self.talk = asker, talk
        self.state = asker._state(talk)
        self.below: dict[str, list[QuestionState]] = {}
        for path, question in self.state.by_path.items():
            self.below.setdefault(path.rpartition("/")[0], []).append(question)

    @cached_property
    def items(self) -> list[Item]:
        return list(self._items(f"/{self.asker.form.root}"))

    def _items(self, above: str) -> Iterator[Item]:
        begun: set[str] = set()
        for question in self.below.get(above, ()):
            if not question.is_relevant:
                continue
            base = Asker._base_of(question.path)
            if question.kind is Kind.REPEAT and question.form_node.count is None:
                if base not in begun:
                    begun.add(base)
                    yield from self._rounds(base, question)
            elif question.form_node.is_group:
                yield from self._items(question.path)
            elif question.form_node.is_asked or question.kind is Kind.NOTE:
                yield Item(question.path, question)

    def _rounds(self, base: str, repeat: QuestionState) -> Iterator[Item]:
        number = 1
        yield Item(f"{base}?1", repeat, 1)
        while number <= self.talk.rounds.get(base, 0):
            yield from self._items(_round(base, number))
            number += 1
            yield Item(f"{base}?{number}", repeat, number)

    @cached_property
    def current(self) -> Item | None:
        """The question that is asked again; else the first that was not asked yet, notes aside."""
        passed = set(self.talk.asked)
        for item in self.items:
            if item.question.kind is Kind.NOTE or item.question.is_readonly:
                continue
            if item.key == self.talk.again or (not self.talk.again and item.key not in passed):
                return item
        return None

    @property
    def answered(self) -> list[Item]:
        """What stands on the page before sending, rounds aside."""
        return [item for item in self.items if not item.number and item.question.form_node.is_asked]

    def is_number(self, item: Item) -> bool:
        return not item.number and item.question.kind in NUMBERS

    def words(self, item: Item) -> str:
        """The notes just before the question, the question, its choices or what it holds now."""
        language = self.talk.language
        lines = [note.label(language) for note in self._notes_before(item)]
        if item.number:
            asks = _("Add one?") if item.number == 1 else _("Another one?")
            return "\n".join(
                [*lines, f"{item.question.label(language)} {asks}".strip(), _numbered([_("Yes"), _("No")])]
            )
        question = item.question
        lines.append(question.label(language) or question.name)
        lines += [question.hint(language)] if question.hint(language) else []
        if not self.asker._can(question.form_node):
            return "\n".join([*lines, _("This cannot be sent here. Write - to go on.")])
        lines += self._choices(question)
        if now := said_in_words(question, language):
            lines.append(_("Now: {answer}. Write . to keep it.").format(answer=now))
        if not question.is_required:
            lines.append(_("Write - to leave it out."))
        if question.kind in NUMBERS:
            lines.append(_("00 goes back."))
        if not self.talk.asked:
            lines.append(_("0 back, ? help, stop"))
        return "\n".join(lines)

    def _notes_before(self, item: Item) -> list[QuestionState]:
        found: list[QuestionState] = []
        for other in self.items:
            if other.key == item.key:
                return found
            is_note = other.question.kind is Kind.NOTE and not other.number
            found = [*found, other.question] if is_note else []
        return []

    def _choices(self, question: QuestionState) -> list[str]:
        if question.kind is Kind.ACKNOWLEDGE:
            return [_numbered([_("Yes")])]
        if question.kind not in SELECTS:
            return []
        shown = [choice for choice in question.choices if choice.name not in self.asker.hidden]
        if not shown:
            return [_("There is nothing to choose from. Go back and look at the answers before.")]
        first = self.talk.more if self.talk.more < len(shown) else 0
        lines = [
            self._choice(number, shown[number])
            for number in range(first, min(first + MOST_SHOWN, len(shown)))
        ]
        if len(shown) > MOST_SHOWN:
            lines.append(
                _("{number} in all. Write a part of the name, or + for more.").format(number=len(shown))
            )
        if question.kind is Kind.SELECT_MULTIPLE:
            lines.append(_("Several: write the numbers with spaces, as 1 3."))
        if question.kind is Kind.RANK:
            lines.append(_("Write all numbers in your order, as 2 1 3."))
        return lines

    def _choice(self, number: int, choice: Choice) -> str:
        return f"{number + 1}. {choice.label(self.talk.language, self.asker.form.default_language)}"

    def help(self, item: Item) -> str:
        back = BACK_FROM_A_NUMBER if self.is_number(item) else BACK
        keys = _("{back} goes back, - leaves out, . keeps what stands there, stop ends.").format(back=back)
        return f"{self.words(item)}\n\n{keys}"

    def summary(self) -> str:
        language = self.talk.language
        return _numbered(
            [
                f"{item.question.label(language)}: {said_in_words(item.question, language) or '–'}"
                for item in self.answered
            ]
        )


def _numbered(lines: Sequence[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _round(base: str, number: int) -> str:
    return base if number == 1 else f"{base}[{number}]"


def _plain(path: str) -> str:
    return "/".join(part.partition("[")[0] for part in path.split("/"))
