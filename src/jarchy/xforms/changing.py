"""What happens while a form is filled in: it begins, an answer changes, a round of a repeat is added or taken away.

A value that the form puts in (a default, a setvalue) is put in then and only then: the person may change it or empty
it, and working the form out again leaves it alone.
"""

import re
from collections.abc import Iterator, Mapping

from jarchy.xforms.answering import KEPT_FUNCTIONS, Answering, Lists, normal, path_of
from jarchy.xforms.form import Form, FormNode, Happens, SetValue
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.nodes import Node, ancestors
from jarchy.xforms.xpath.program import Context
from jarchy.xforms.xpath.world import World

MOST_STEPS = 200
"""Answers that set each other in a circle come to an end here."""
_INDEX = re.compile(r"\[(\d+)\]$")
Draft = dict[str, str]


def begin(form: Form, lists: Lists, world: World) -> Draft:
    """The answers that a new report starts with: defaults, what is known at the start, and what the form sets."""
    answering = Answering(form, lists, world).fill({})
    # Each repeat has one round from the beginning; those that a count adds begin as new ones do.
    first = [list(contexts) for contexts in answering.rounds]
    answering.work_out(keep=KEPT_FUNCTIONS)
    filling = _Filling(answering, {path_of(first[repeat.place][0].node) for repeat in form.repeats})
    for place in form.order:
        for context in first[place]:
            filling.put_default(form.nodes[place], context)
    answering.work_out(keep=KEPT_FUNCTIONS)
    for event in form.sets:
        if event.when is Happens.FIRST_LOAD:
            filling.put_all(event, first[event.place])
    filling.begin_rounds()
    return filling.draft()


def change(
    form: Form, before: Mapping[str, str], changes: Mapping[str, str], lists: Lists, world: World
) -> Draft:
    """The draft with other answers, and with what the form puts in on their account: a setvalue of a question that
    changed, defaults of rounds that are new. A round is added by its own path: {"/data/person[2]": ""}."""
    then = Answering(form, lists, world).fill(before).work_out(keep=KEPT_FUNCTIONS)
    old_rounds = frozenset(path_of(context.node) for _, context in _rounds(then))
    old_values = {path: context.node.raw for _, path, context in then.occurrences()}
    now = Answering(form, lists, world).fill({**before, **changes}).work_out(keep=KEPT_FUNCTIONS)
    filling = _Filling(now, set(old_rounds))
    filling.begin_rounds()
    for form_node, path, context in list(now.occurrences()):
        if path in changes and context.node.raw != old_values.get(path, ""):
            filling.changed(form_node, context)
    return filling.draft()


def drop_round(answers: Mapping[str, str], path: str) -> Draft:
    """The draft without one round ("/data/person[2]", the first has no number); those after it move up."""
    match = _INDEX.search(path)
    stem, number = (path[: match.start()], int(match[1])) if match else (path, 1)
    pattern = re.compile(re.escape(stem) + r"(?:\[(\d+)\])?(?=/|$)")
    kept: Draft = {}
    for own, value in answers.items():
        found = pattern.match(own)
        place = int(found[1] or 1) if found else 0
        if found is None or place < number:
            kept[own] = value
        elif place > number:
            moved = stem if place == 2 else f"{stem}[{place - 1}]"
            kept[moved + own[found.end() :]] = value
    return kept


class _Filling:
    """Values put in, one after the other; after each the form is worked out again."""

    def __init__(self, answering: Answering, known: set[str] | None = None) -> None:
        self.answering = answering
        self.form = answering.form
        self.known = known or set()
        self.steps = 0

    def draft(self) -> Draft:
        self.answering.work_out(keep=KEPT_FUNCTIONS)
        return {
            path: context.node.raw
            for form_node, path, context in self.answering.occurrences()
            if context.node.raw or form_node.is_added_round(path)
        }

    def put_default(self, form_node: FormNode, context: Context) -> None:
        """A default, or what is known of whoever begins; never over a calculation or an answer."""
        value = form_node.default or _known(form_node, self.answering.world)
        if value and form_node.calculate is None and not context.node.raw:
            self._put(form_node, context, value)

    def begin_rounds(self) -> None:
        """Defaults and sets of the rounds that were not there before, until no further ones come of it."""
        new = [found for found in _rounds(self.answering) if path_of(found[1].node) not in self.known]
        while new and self.steps < MOST_STEPS:
            self.steps += 1
            for repeat, context in new:
                self.known.add(path_of(context.node))
                self._begin_round(repeat, context)
            self.answering.work_out(keep=KEPT_FUNCTIONS)
            new = [found for found in _rounds(self.answering) if path_of(found[1].node) not in self.known]

    def _begin_round(self, repeat: FormNode, context: Context) -> None:
        for place in self.form.order:
            below = self.form.nodes[place]
            if below.path.startswith(f"{repeat.path}/"):
                for inside in self._inside(place, context.node):
                    self.put_default(below, inside)
        for event in self.form.sets:
            if event.when is Happens.NEW_ROUND and event.by == repeat.place:
                self.put_all(event, self._inside(event.place, context.node))

    def _inside(self, place: int, around: Node) -> list[Context]:
        return [
            context
            for context in self.answering.rounds[place]
            if any(above is around for above in ancestors(context.node))
        ]

    def changed(self, form_node: FormNode, context: Context) -> None:
        """What hangs on a question whose answer has changed; answers put in change others in their turn."""
        for event in self.form.sets:
            if event.when is Happens.CHANGED and event.by == form_node.place and self.steps < MOST_STEPS:
                self.steps += 1
                self.put_all(event, self._beside(event.place, form_node, context))
                self.begin_rounds()

    def _beside(self, place: int, asked: FormNode, context: Context) -> list[Context]:
        """The nodes of `place` in the same rounds as the question that changed."""
        target = self.form.nodes[place]
        shared = [
            repeat
            for repeat in self.form.repeats
            if target.path.startswith(f"{repeat.path}/") and asked.path.startswith(f"{repeat.path}/")
        ]
        if not shared:
            return list(self.answering.rounds[place])
        depth = max(repeat.path.count("/") for repeat in shared)
        above = list(ancestors(context.node))[::-1]
        return self._inside(place, above[depth])

    def put_all(self, event: SetValue, contexts: list[Context]) -> None:
        form_node = self.form.nodes[event.place]
        for context in list(contexts):
            try:
                value = str(event.rule.run(context))
            except XPathError as error:
                self.answering.fault(context.node, event.rule, error)
                continue
            before = context.node.raw
            self._put(form_node, context, value)
            self.answering.work_out(keep=KEPT_FUNCTIONS)
            if context.node.raw != before and event.when is Happens.CHANGED:
                self.changed(form_node, context)

    def _put(self, form_node: FormNode, context: Context, value: str) -> None:
        context.node.raw = normal(form_node, value)
        context.node.value = context.node.raw if context.node.is_relevant else ""


def _rounds(answering: Answering) -> Iterator[tuple[FormNode, Context]]:
    """Every round that counts, of every repeat."""
    for repeat in answering.form.repeats:
        for context in answering.rounds[repeat.place]:
            if id(context.node) not in answering.beyond:
                yield repeat, context


def _known(form_node: FormNode, world: World) -> str:
    """What is filled in without asking when a report begins."""
    if not form_node.preload:
        return ""
    what, _, name = form_node.preload.partition(" ")
    if what == "property":
        return world.username if name == "username" else world.properties.get(name, "")
    return {
        "timestamp start": world.now.astimezone(world.time_zone).isoformat(timespec="milliseconds"),
        "date today": world.today.isoformat(),
    }.get(form_node.preload, "")
