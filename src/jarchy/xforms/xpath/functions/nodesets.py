"""Nodes: counting them, naming them, finding them in lists and repeats."""

import hashlib
import math

from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import Compile, function, special
from jarchy.xforms.xpath.nodes import Node, NodeKind, ancestors, root_of, text_of
from jarchy.xforms.xpath.program import Context, Gives, Program, Run, Surroundings, as_number, as_text
from jarchy.xforms.xpath.tree import Call, KindTest, NameTest, Path
from jarchy.xforms.xpath.values import Value


@function("count", "nodes", Gives.NUMBER)
def count(nodes: list[Node]) -> float:
    return float(len(nodes))


@function("count-non-empty", "nodes", Gives.NUMBER)
def count_non_empty(nodes: list[Node]) -> float:
    """Nodes with a text; one that holds others with an element among them counts, as in JavaRosa."""
    return float(sum(bool(text_of(node)) or _holds_elements(node) for node in nodes))


def _holds_elements(node: Node) -> bool:
    return any(child.kind is NodeKind.ELEMENT for child in node.children)


@function("last", "", Gives.NUMBER, wants_context=True, stands_alone=False)
def last(context: Context) -> float:
    return float(context.size)


@function("position", "nodes?", Gives.NUMBER, wants_context=True, stands_alone=False)
def position(context: Context, nodes: list[Node] | None = None) -> float:
    """Where the context node stands; of a node, its place among its namesakes from 1; of none 0, as in JavaRosa."""
    if nodes is None:
        return float(context.position)
    if not nodes:
        return 0.0
    if nodes[0].parent is None:
        return values.NAN
    namesakes = [node for node in nodes[0].parent.children if node.name == nodes[0].name]
    return float(next(place for place, node in enumerate(namesakes, 1) if node is nodes[0]))


@function("current", "", Gives.NODES, wants_context=True)
def current(context: Context) -> list[Node]:
    return [context.current]


@special("instance", "text")
def instance(tree: Call, surroundings: Surroundings, compile_tree: Compile) -> Program:
    """The root of a list, or of the form itself under its own name."""
    name = as_text(compile_tree(tree.arguments[0], surroundings))

    def run(context: Context) -> list[Node]:
        found = context.scene.instances.get(name(context))
        if found is None:
            raise XPathError(f"the form has no list {name(context)!r}", position=tree.position)
        return [found]

    return Program(Gives.NODES, run, stands_alone=True)


@function("pulldata", "text text text text", Gives.TEXT, wants_context=True)
def pulldata(context: Context, name: str, wanted: str, column: str, value: str) -> str:
    """The cell `wanted` of the first row of a list whose `column` is `value`, empty where there is none."""
    root = context.scene.instances.get(name)
    if root is None:
        raise XPathError(f"the form has no list {name!r}")
    rows = [item for table in root.children if table.index for item in table.index.rows(column, value)]
    return next((text_of(cell) for cell in rows[0].children if cell.name == wanted), "") if rows else ""


@special("indexed-repeat", "nodes nodes number" + " nodes? number?" * 4)
def indexed_repeat(tree: Call, surroundings: Surroundings, compile_tree: Compile) -> Program:
    """indexed-repeat(what, repeat, place, ...): `what` in that one of the repeats, counted from 1."""
    target, *pairs = tree.arguments
    if len(pairs) % 2:
        raise XPathError("indexed-repeat() wants a place for each repeat", position=tree.position)
    if not all(isinstance(path, Path) for path in (target, *pairs[::2])):
        raise XPathError("indexed-repeat() wants paths of a question and of repeats", position=tree.position)
    places = [as_number(compile_tree(place, surroundings)) for place in pairs[1::2]]
    repeats = [path for path in pairs[::2] if isinstance(path, Path)]
    assert isinstance(target, Path)
    return Program(Gives.NODES, _indexed(target, repeats, places))


def _indexed(target: Path, repeats: list[Path], places: list[Run]) -> Run:
    def run(context: Context) -> list[Node]:
        wanted = _names(target, context)
        chosen: dict[tuple[str, ...], int] = {}
        for repeat, place in zip(repeats, places, strict=True):
            number = place(context)
            # JavaRosa takes 0 and less for the first: a calculation may run before its index is known.
            chosen[_names(repeat, context)] = max(1, int(number)) if abs(number) < 1e9 else 0
        return _walk_down(context, wanted, chosen)

    return run


def _walk_down(context: Context, wanted: tuple[str, ...], chosen: dict[tuple[str, ...], int]) -> list[Node]:
    own = {id(node) for node in (context.current, *ancestors(context.current))}
    nodes = [context.scene.document]
    for depth, name in enumerate(wanted, 1):
        place = chosen.get(wanted[:depth])
        found: list[Node] = []
        for node in nodes:
            named = [child for child in node.children if child.name == name]
            if place is not None:
                named = named[place - 1 : place] if place else []
            elif depth < len(wanted):
                named = [child for child in named if id(child) in own] or named
            found.extend(named)
        nodes = found
    return [node for node in nodes if node.is_relevant]


def _names(path: Path, context: Context) -> tuple[str, ...]:
    """The names from the document down to what a path means, seen from the context node."""
    names: list[str] = []
    if path.start != "/":
        chain = [context.node, *ancestors(context.node)]
        names = [node.name for node in reversed(chain) if node.kind is not NodeKind.DOCUMENT]
    for step in path.steps:
        if step.axis == "child" and isinstance(step.test, NameTest):
            names.append(step.test.local)
        elif step.axis == "parent" and names:
            names.pop()
        elif not (step.axis == "self" and isinstance(step.test, KindTest)):
            raise XPathError("indexed-repeat() wants plain paths", position=path.position)
    return tuple(names)


@function("randomize", "nodes raw?", Gives.NODES, wants_context=True, stands_alone=False)
def randomize(context: Context, nodes: list[Node], seed: Value | None = None) -> list[Node]:
    """The nodes in another order; with a seed always in the same one, on every phone.

    A text that is no number is a seed by its SHA-256 (the first eight bytes), an empty one is 0.

    Source: ODK XForms specification, randomize(): Park-Miller numbers and the shuffle of Fisher and Yates, inside out.
    """
    state = context.scene.world.rng.randrange(1, 2**31 - 1) if seed is None else _seed(seed, context)
    shuffled: list[Node] = []
    for place, node in enumerate(nodes):
        state = state * 16807 % 0x7FFFFFFF
        other = int((state - 1) / 0x7FFFFFFE * (place + 1))
        shuffled.append(node)
        shuffled[place], shuffled[other] = shuffled[other], node
    return shuffled


def _seed(seed: Value, context: Context) -> int:
    number = values.to_number(seed, context.scene.zone)
    if number != number and not isinstance(seed, float) and (text := values.to_text(seed)):
        whole = int.from_bytes(hashlib.sha256(text.encode(errors="replace")).digest()[:8], signed=True)
    else:
        whole = math.trunc(number) if math.isfinite(number) else 0
    # Phones count the remainder with doubles, and so keep the sign.
    state = int(math.fmod(whole, 0x7FFFFFFF))
    return state + 0x7FFFFFFE if state <= 0 else state


@function("name", "nodes?", Gives.TEXT, wants_context=True, stands_alone=False)
def name(context: Context, nodes: list[Node] | None = None) -> str:
    node = _one(context, nodes)
    return "" if node is None else f"{node.prefix}:{node.name}" if node.prefix else node.name


@function("local-name", "nodes?", Gives.TEXT, wants_context=True, stands_alone=False)
def local_name(context: Context, nodes: list[Node] | None = None) -> str:
    node = _one(context, nodes)
    return "" if node is None else node.name


@function("namespace-uri", "nodes?", Gives.TEXT, wants_context=True, stands_alone=False)
def namespace_uri(context: Context, nodes: list[Node] | None = None) -> str:
    node = _one(context, nodes)
    return (node.namespace or "") if node is not None else ""


def _one(context: Context, nodes: list[Node] | None) -> Node | None:
    found = [context.node] if nodes is None else nodes
    return found[0] if found else None


@function("id", "raw", Gives.NODES, wants_context=True, stands_alone=False)
def id_(context: Context, value: Value) -> list[Node]:
    """Elements whose attribute `id` is one of the words; there is no DTD that could say what an id is."""
    texts = [text_of(node) for node in value] if isinstance(value, list) else [values.to_text(value)]
    words = {word for text in texts for word in text.split()}
    waiting, found = [root_of(context.node)], []
    while waiting:
        node = waiting.pop()
        if any(mark.name == "id" and mark.value in words for mark in node.attributes):
            found.append(node)
        waiting.extend(reversed(node.children))
    return found


@function("lang", "text", Gives.TRUTH, wants_context=True, stands_alone=False)
def lang(context: Context, language: str) -> bool:
    for node in (context.node, *ancestors(context.node)):
        for mark in node.attributes:
            if mark.name == "lang" and mark.prefix == "xml":
                said = mark.value.lower()
                return said == language.lower() or said.startswith(language.lower() + "-")
    return False
