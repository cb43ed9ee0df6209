"""Rounds of repeats in a draft: which there are, one more, one less. Values in, values out.

A draft is by path, as the engine keeps it ("/data/person[2]": "" is a round that was added), and has one sign more:
"/data/person[0]": "" says that not even the first round is there. What a form works out by itself is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jarchy.forms.versions import by_path
from jarchy.xforms import engine
from jarchy.xforms.answering import KEPT_FUNCTIONS, MOST_ROUNDS, Answering
from jarchy.xforms.engine import Lists, QuestionState, State
from jarchy.xforms.form import Form, Kind
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.world import World

Draft = dict[str, str]
NONE = "[0]"
_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Rounds:
    """A repeat whose rounds the person decides on, where it stands: `base` is its path without a number of its own,
    `repeat` its first round, there or not."""

    base: str
    repeat: QuestionState
    count: int

    def path(self, number: int) -> str:
        return self.base if number == 1 else f"{self.base}[{number}]"

    @property
    def may_grow(self) -> bool:
        return self.count < MOST_ROUNDS


def plain(path: str) -> str:
    """The path as the form has it, without the numbers of rounds."""
    return _NUMBER.sub("", path)


def draft_by_path(form: Form, flat: Mapping[str, str]) -> Draft:
    """A draft as it is kept, its answers by name where that is plain (Form.plain_names), as one by path."""
    signs = {path: "" for path in flat if path.endswith("]") and _is_repeat(form, path)}
    return {**signs, **by_path(form, flat)}


def flat_draft(form: Form, draft: Mapping[str, str]) -> Draft:
    """As it is kept: by name where that is plain; without what is empty and what the form works out again."""
    names = {path: name for name, path in form.plain_names.items()}
    return {
        names.get(path, path): text
        for path, text in draft.items()
        if is_kept(form, path, text) and not _below_none(draft, path)
    }


def _is_repeat(form: Form, path: str) -> bool:
    node = form.by_path.get(plain(path))
    return node is not None and node.kind is Kind.REPEAT


def is_kept(form: Form, path: str, text: str) -> bool:
    """Whether it belongs into a draft: an answer, what the form put in, a sign of a round; not what it works out again
    nor what is filled in at the end."""
    node = form.by_path.get(plain(path))
    if node is None or node.is_group:
        return node is not None and path.endswith("]")
    worked_out = node.calculate is not None and not node.calculate.functions & KEPT_FUNCTIONS
    return bool(text) and not worked_out and not node.preload


def _below_none(draft: Mapping[str, str], path: str) -> bool:
    return any(path.startswith(f"{base}/") for base in _without_rounds(draft))


def _without_rounds(draft: Mapping[str, str]) -> list[str]:
    return [path.removesuffix(NONE) for path in draft if path.endswith(NONE)]


def _counting(draft: Mapping[str, str]) -> Draft:
    return {path: text for path, text in draft.items() if not path.endswith(NONE)}


def worked_out(form: Form, draft: Mapping[str, str], lists: Lists, world: World) -> State:
    """As engine.evaluate does, but that a repeat may have no round at all."""
    answering = Answering(form, lists, world).fill(_counting(draft))
    if gone := set(_without_rounds(draft)):
        answering.beyond |= {id(context.node) for _, path, context in answering.occurrences() if path in gone}
    return _state(answering)


def counting(form: Form, answers: Mapping[str, str], lists: Lists, world: World) -> dict[str, str]:
    """What counts of these answers, as whoever checks them will see it: without rounds in which nothing stands."""
    answering = Answering(form, lists, world).fill(_counting(answers)).leave_out_empty_rounds()
    return _state(answering).answers


def _state(answering: Answering) -> State:
    answering.work_out(keep=KEPT_FUNCTIONS)
    by_path = {
        path: QuestionState(answering, node, path, context) for node, path, context in answering.occurrences()
    }
    return State(answering.form, by_path, (*answering.unknown, *answering.faults))


def changed(
    form: Form, draft: Mapping[str, str], changes: Mapping[str, str], lists: Lists, world: World
) -> Draft:
    """The draft with other answers, and with what the form puts in on their account."""
    after = engine.change(form, _counting(draft), changes, lists, world)
    return after | {f"{base}{NONE}": "" for base in _without_rounds(draft)}


def decided_by_person(state: State, draft: Mapping[str, str]) -> Iterator[Rounds]:
    """Repeats whose number of rounds the form leaves to the person, where they are asked, in the form's order."""
    gone = set(_without_rounds(draft))
    found: dict[str, int] = {}
    for path, question in state.by_path.items():
        if question.kind is Kind.REPEAT and question.form_node.count is None:
            base = path.rpartition("[")[0] if path.endswith("]") else path
            found[base] = found.get(base, 0) + 1
    for base, count in found.items():
        first = state.by_path[base]
        if first.is_relevant or (base in gone and _would_be_asked(state, first)):
            yield Rounds(base, first, 0 if base in gone else count)


def _would_be_asked(state: State, repeat: QuestionState) -> bool:
    around = state.by_path.get(repeat.path.rpartition("/")[0])
    rule = repeat.form_node.relevant
    try:
        return (around is None or around.is_relevant) and (rule is None or bool(rule.run(repeat.context)))
    except XPathError:
        return True


def one_more(form: Form, draft: Mapping[str, str], rounds: Rounds, lists: Lists, world: World) -> Draft:
    """The draft with one round more at the end, which begins as the form says."""
    if rounds.count:
        return changed(form, draft, {rounds.path(rounds.count + 1): ""}, lists, world)
    first = f"{plain(rounds.base)}/"
    begun = {
        rounds.base + path.removeprefix(first[:-1]): text
        for path, text in engine.begin(form, lists, world).items()
        if path.startswith(first)
    }
    return {**{path: text for path, text in draft.items() if path != f"{rounds.base}{NONE}"}, **begun}


def one_less(draft: Mapping[str, str], rounds: Rounds, number: int) -> Draft:
    """The draft without this round; those after it move up."""
    less = engine.drop_round(draft, rounds.path(number))
    return less if rounds.count > 1 else {**less, f"{rounds.base}{NONE}": ""}
