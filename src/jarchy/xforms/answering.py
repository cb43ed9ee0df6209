"""One working out of a form: nodes laid out, answers put in, everything computed once in the form's order."""

import re
from collections.abc import Iterator, Mapping, Sequence

from jarchy.xforms.finding import Finding
from jarchy.xforms.form import LAST_SAVED, Choice, Form, FormNode, Itemset, Kind, Rule
from jarchy.xforms.itemsets import choice_of
from jarchy.xforms.secondary import Row, cell, shared_list_of
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.nodes import Node, NodeKind, descendants
from jarchy.xforms.xpath.program import Context, Scene
from jarchy.xforms.xpath.values import plain_number
from jarchy.xforms.xpath.world import World

KEPT_FUNCTIONS = frozenset(("random", "uuid", "once"))
"""A calculation with one of these is done once and then stands."""
CLOCK_FUNCTIONS = frozenset(("now", "today", "randomize", "position", "property", LAST_SAVED))
"""With one of these it depends on when or where it was done: what was sent is believed."""
MOST_ROUNDS = 1_000
MOST_NODES = 100_000
"""Nodes of one set of answers, rounds of repeats included; more are not laid out but reported as unknown."""
_INDEX = re.compile(r"\[(\d{1,6})\]")


class ReadyLists:
    """The lists of a form made ready once, to be used for many answers: parsing 2,000 places for each report would
    cost more than all else. Never changed after it is made, but for its indexes, which grow as they are asked."""

    def __init__(self, form: Form, lists: Mapping[str, Sequence[Row] | Node]) -> None:
        """By the file's name, rows or a document of any shape (`outside.read_outside`). Raises KeyError naming the
        first file that the form needs and `lists` lacks."""
        self.instances: dict[str, Node] = dict(form.instances)
        for name, file in form.list_files.items():
            given = lists[file]
            self.instances[name] = given if isinstance(given, Node) else shared_list_of(given)


Lists = Mapping[str, Sequence[Row] | Node] | ReadyLists


class Answering:
    """One form with one set of answers. `unknown`: what was given for paths that the form does not have;
    `faults`: what could not be computed."""

    def __init__(self, form: Form, lists: Lists, world: World) -> None:
        self.form = form
        self.world = world
        self.lists = lists if isinstance(lists, ReadyLists) else ReadyLists(form, lists)
        self.unknown: list[Finding] = []
        self.faults: list[Finding] = []
        document = Node("", kind=NodeKind.DOCUMENT)
        self.scene = Scene(document, world, instances=self.lists.instances, texts=self)
        self.rounds: list[list[Context]] = [[] for _ in form.nodes]
        self.beyond: set[int] = set()
        self._order = 0
        self._grow(0, document)
        self.scene.slots = [contexts[0].node for contexts in self.rounds]
        self._laid_out = self._order

    def _grow(self, place: int, parent: Node) -> Node:
        """The node at `place` and all below it, under `parent`."""
        form_node = self.form.nodes[place]
        self._order += 1
        node = Node(form_node.name, "", parent, order=self._order)
        self.rounds[place].append(Context(self.scene, node))
        parent.children.append(node)
        for below in form_node.children:
            self._grow(below, node)
        return node

    def fill(self, answers: Mapping[str, str]) -> "Answering":
        """Puts the answers in, whatever their order. Paths that the form lacks become findings."""
        by_path, slots = self.form.by_path, self.scene.slots
        others: list[str] = []
        for path, value in answers.items():
            form_node = by_path.get(path)
            if form_node is None or form_node.in_repeat is not None or form_node.is_group:
                others.append(path)
            else:
                slots[form_node.place].raw = normal(form_node, value)
        for path in sorted(others):
            self._fill_round(path, answers[path])
        return self

    def _fill_round(self, path: str, value: str) -> None:
        form_node = self.form.by_path.get(_INDEX.sub("", path))
        if form_node is None or (form_node.is_group and value.strip()):
            self._unknown(path, value)
            return
        node = self._reach(path)
        if node is None:
            self._unknown(path, value)
        elif not form_node.is_group:
            node.raw = normal(form_node, value)

    def _unknown(self, path: str, value: str) -> None:
        self.unknown.append(Finding("unknown_path", path, value, reason="the form has no such question"))

    def _reach(self, path: str) -> Node | None:
        """The node at an indexed path; rounds of repeats are grown as far as is asked for, within reason."""
        node = self.scene.document
        names: list[str] = []
        for part in path.strip("/").split("/"):
            name, index = part.partition("[")[0], _INDEX.search(part)
            names.append(name)
            wanted = int(index[1]) if index else 1
            form_node = self.form.by_path.get("/" + "/".join(names))
            if form_node is None or not 1 <= wanted <= MOST_ROUNDS or self._order > MOST_NODES:
                return None
            if wanted > 1 and form_node.kind is not Kind.REPEAT:
                return None
            found = [child for child in node.children if child.name == name]
            while len(found) < wanted:
                found.append(self._grow_round(form_node, node))
            node = found[wanted - 1]
        return node

    def _grow_round(self, repeat: FormNode, parent: Node) -> Node:
        """One round more, standing after its namesakes."""
        node = self._grow(repeat.place, parent)
        parent.children.pop()
        last = max(place for place, child in enumerate(parent.children) if child.name == repeat.name)
        parent.children.insert(last + 1, node)
        return node

    def work_out(self, *, keep: frozenset[str], believe: frozenset[int] = frozenset()) -> "Answering":
        """Relevance, then value, of every node in the form's order. A calculation that calls one of `keep` stands
        where it already has a value; a node of `believe` is relevant, and a repeat has as many rounds, as was sent."""
        self._number_again()
        for place in self.form.order:
            form_node = self.form.nodes[place]
            if form_node.count is not None and place not in believe:
                self._count_rounds(form_node)
                self._number_again()
            relevant, calculate = form_node.relevant, form_node.calculate
            for context in self.rounds[place]:
                node = context.node
                assert node.parent is not None
                node.is_relevant = node.parent.is_relevant and (
                    relevant is None
                    or (_was_answered(node) if place in believe else self._relevance(relevant, context))
                )
                if self.beyond and id(node) in self.beyond:
                    node.is_relevant = False
                if calculate is not None and not (node.raw and calculate.functions & keep):
                    self._calculate(calculate, form_node, context)
                node.value = node.raw if node.is_relevant else ""
        return self

    def _number_again(self) -> None:
        """Document order, after rounds were grown out of it."""
        if self._order == self._laid_out:
            return
        for order, node in enumerate(descendants(self.scene.document), 1):
            node.order = order
        for contexts in self.rounds:
            contexts.sort(key=lambda context: context.node.order)
        self._laid_out = self._order

    def _relevance(self, rule: Rule, context: Context) -> bool:
        try:
            return bool(rule.run(context))
        except XPathError as error:
            # What cannot be decided is asked: a question too many is better than one that nobody sees.
            self.fault(context.node, rule, error)
            return True

    def _calculate(self, rule: Rule, form_node: FormNode, context: Context) -> None:
        try:
            computed = normal(form_node, str(rule.run(context)))
        except XPathError as error:
            self.fault(context.node, rule, error)
            return
        context.node.raw = "" if computed == "NaN" else computed

    def fault(self, node: Node, rule: Rule, error: XPathError) -> None:
        self.faults.append(Finding("not_computed", path_of(node), rule=rule.source, reason=str(error)))

    def _count_rounds(self, repeat: FormNode) -> None:
        """As many rounds in each group as jr:count says; those beyond it stay in the draft and do not count."""
        assert repeat.count is not None and repeat.parent is not None
        for around in self.rounds[repeat.parent]:
            first = next(child for child in around.node.children if child.name == repeat.name)
            try:
                number = plain_number(str(repeat.count.run(Context(self.scene, first))))
            except XPathError as error:
                self.fault(first, repeat.count, error)
                continue
            wanted = int(min(number, MOST_ROUNDS)) if number == number and number > 0 else 0
            found = [child for child in around.node.children if child.name == repeat.name]
            while len(found) < wanted and self._order <= MOST_NODES:
                found.append(self._grow_round(repeat, around.node))
            self.beyond -= {id(counted) for counted in found[:wanted]}
            self.beyond |= {id(extra) for extra in found[wanted:]}

    def leave_out_empty_rounds(self) -> "Answering":
        """Takes rounds without any answer out of what counts: a phone may send none at all, and a form's own first
        round is not one that somebody forgot to fill in."""
        for form_node in self.form.repeats:
            if form_node.count is None:
                for context in self.rounds[form_node.place]:
                    if not any(below.raw for below in descendants(context.node)):
                        self.beyond.add(id(context.node))
        return self

    def occurrences(self) -> Iterator[tuple[FormNode, str, Context]]:
        """Every node with its path, in document order, rounds of repeats one after the other."""
        if not self.form.repeats:
            yield from ((node, node.path, self.rounds[node.place][0]) for node in self.form.nodes)
            return
        contexts = {id(context.node): context for contexts in self.rounds for context in contexts}
        waiting = [(self.scene.document.children[0], self.form.nodes[0].path, self.form.nodes[0].path)]
        while waiting:
            node, plain, path = waiting.pop()
            form_node = self.form.by_path[plain]
            yield form_node, path, contexts[id(node)]
            below: list[tuple[Node, str, str]] = []
            seen: dict[str, int] = {}
            for child in node.children:
                seen[child.name] = number = seen.get(child.name, 0) + 1
                written = child.name if number == 1 else f"{child.name}[{number}]"
                below.append((child, f"{plain}/{child.name}", f"{path}/{written}"))
            waiting.extend(reversed(below))

    def truth(self, rule: Rule | None, context: Context) -> bool:
        """A rule's answer; one that cannot be worked out does not hold."""
        if rule is None:
            return False
        try:
            return bool(rule.run(context))
        except XPathError:
            return False

    def choices(self, form_node: FormNode, context: Context) -> Sequence[Choice]:
        itemset = form_node.itemset
        if itemset is None:
            return ()
        if itemset.fixed is not None:
            return itemset.fixed
        return [choice_of(row, itemset, self.form.texts) for row in self._rows(itemset, context)]

    def strangers(self, form_node: FormNode, chosen: Sequence[str], context: Context) -> list[str]:
        """Those of `chosen` that are not among the choices."""
        itemset = form_node.itemset
        if itemset is None:
            return list(chosen)
        if itemset.fixed is not None:
            return [name for name in chosen if name not in itemset.fixed_names]
        if itemset.whole:
            index = self.lists.instances[itemset.whole].children[0].index
            assert index is not None
            return [name for name in chosen if not index.rows(itemset.value, name)]
        rows = self._rows(itemset, context)
        return [name for name in chosen if not any(cell(row, itemset.value) == name for row in rows)]

    def _rows(self, itemset: Itemset, context: Context) -> list[Node]:
        try:
            rows: list[Node] = itemset.rows(context)
        except XPathError:
            return []
        return rows

    def let_go(self) -> None:
        """Cuts the circles of references, once nothing more is asked: else each form waits for the collector, which
        takes a third of the time of a check."""
        self.scene.texts = None
        for contexts in self.rounds:
            for context in contexts:
                context.node.parent = None

    def itext(self, text_id: str, context: Context) -> str:
        """For jr:itext()."""
        text = self.form.texts.get(text_id)
        if text is None:
            raise XPathError(f"the form has no text {text_id!r}")
        return text.words(
            self.world.language or self.form.default_language, context, self.form.default_language
        )

    def choice_name(self, value: str, path: str, context: Context) -> str:
        """For jr:choice-name()."""
        form_node = self.form.by_path.get(path)
        if form_node is None:
            raise XPathError(f"the form has no question {path!r}")
        asked = self.rounds[form_node.place][0] if form_node.in_repeat is None else context
        language = self.world.language or self.form.default_language
        for choice in self.choices(form_node, asked):
            if choice.name == value:
                return choice.label(language, self.form.default_language)
        return ""

    def version(self) -> str:
        """For version()."""
        return self.form.version


def _was_answered(node: Node) -> bool:
    return bool(node.raw) or any(below.raw for below in descendants(node))


def normal(form_node: FormNode, value: str) -> str:
    """White space at the ends never counts; between choices one space."""
    if form_node.has_several:
        return " ".join(value.split())
    return value.strip()


def path_of(node: Node) -> str:
    """The node's path; a round after the first carries its number."""
    parts: list[str] = []
    while node.parent is not None:
        namesakes = [child for child in node.parent.children if child.name == node.name]
        number = next(place for place, child in enumerate(namesakes, 1) if child is node)
        parts.append(node.name if number == 1 else f"{node.name}[{number}]")
        node = node.parent
    return "/" + "/".join(reversed(parts))


def is_same_value(one: str, other: str) -> bool:
    """The same text, or the same number written otherwise."""
    if one == other:
        return True
    first, second = plain_number(one), plain_number(other)
    return first == first and abs(first - second) <= 1e-9 * max(1.0, abs(first))
