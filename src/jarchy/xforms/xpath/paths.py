"""Paths: a single node of the form by its slot, everything else by walking."""

from collections.abc import Callable

from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.nodes import WALKS, Node, NodeKind
from jarchy.xforms.xpath.program import (
    Context,
    Gives,
    Program,
    Run,
    Surroundings,
    as_number,
    as_text,
    as_truth,
)
from jarchy.xforms.xpath.tree import (
    Call,
    Comparison,
    Expression,
    Filter,
    KindTest,
    NameTest,
    Path,
    Step,
    Union,
)
from jarchy.xforms.xpath.values import Value

Compile = Callable[[Expression, Surroundings], Program]
Walk = Callable[[Context, list[Node]], list[Node]]
# In these the nodes found from distinct nodes are distinct and, from nodes in order, in order.
_ORDERLY = frozenset(("child", "attribute", "namespace", "self"))


def compile_nodes(tree: Path | Filter | Union, surroundings: Surroundings, compile_tree: Compile) -> Program:
    if isinstance(tree, Union):
        return _union(tree, surroundings, compile_tree)
    if isinstance(tree, Filter):
        return _filter(tree, surroundings, compile_tree)
    names = plain_names(tree, surroundings.here, surroundings.origin)
    if names is not None and (slot := surroundings.slots.get(names)) is not None:
        return Program(
            Gives.NODES, lambda context: _relevant([context.scene.slots[slot]]), slot=slot, stands_alone=True
        )
    start, alone = _start(tree, surroundings, compile_tree)
    bound = _bound_to_this_repeat(tree, surroundings)
    walks = _walks(tree.steps, surroundings.in_predicate(), compile_tree, bound)

    def run(context: Context) -> list[Node]:
        nodes = start(context)
        for walk in walks:
            nodes = walk(context, nodes)
        return [node for node in nodes if node.is_relevant]

    return Program(Gives.NODES, run, stands_alone=alone, is_answer=surroundings.is_form)


def _relevant(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if node.is_relevant]


def plain_names(
    tree: Path, here: tuple[str, ...] | None, origin: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    """The path of form names that a plain path means, seen from `here`; None if it is not plain."""
    base = (
        ()
        if tree.start == "/"
        else here
        if tree.start == "."
        else origin
        if _is_current(tree.start)
        else None
    )
    if base is None:
        return None
    names = list(base)
    for step in tree.steps:
        if step.predicates:
            return None
        if step.axis == "child" and isinstance(step.test, NameTest) and step.test.local != "*":
            names.append(_written(step.test))
        elif step.axis == "parent" and isinstance(step.test, KindTest) and step.test.kind == "node" and names:
            names.pop()
        elif not (step.axis == "self" and isinstance(step.test, KindTest) and step.test.kind == "node"):
            return None
    return tuple(names)


def _written(test: NameTest) -> str:
    return test.local if test.prefix is None else f"{test.prefix}:{test.local}"


def _is_current(start: object) -> bool:
    return isinstance(start, Call) and start.name == "current" and not start.arguments


def _start(tree: Path, surroundings: Surroundings, compile_tree: Compile) -> tuple[Run, bool]:
    if tree.start == "/":
        return (lambda context: [context.scene.document]), True
    if tree.start == ".":
        return (lambda context: [context.node]), False
    assert not isinstance(tree.start, str)
    start = compile_tree(tree.start, surroundings)
    if start.gives is not Gives.NODES:
        raise XPathError("a path can only go on from nodes", position=tree.position)
    return start.run, start.stands_alone


def _bound_to_this_repeat(tree: Path, surroundings: Surroundings) -> int:
    """How many leading steps of an absolute path mean the repeat in which the expression stands.

    As in JavaRosa: /data/person/name asked from inside a person is this person's name, while the repeat itself
    (/data/person) stays the whole set.
    """
    here = surroundings.origin
    if tree.start != "/" or here is None:
        return 0
    bound = 0
    for depth, step in enumerate(tree.steps[:-1], 1):
        if step.predicates or step.axis != "child" or not isinstance(step.test, NameTest):
            break
        if depth > len(here) or _written(step.test) != here[depth - 1]:
            break
        if here[:depth] in surroundings.repeats:
            bound = depth
    return bound


def _walks(steps: tuple[Step, ...], inside: Surroundings, compile_tree: Compile, bound: int) -> list[Walk]:
    walks: list[Walk] = [_to_own_ancestor(bound)] if bound else []
    orderly = True
    for step in steps[bound:]:
        orderly = orderly and step.axis in _ORDERLY
        walks.append(_walk(step, inside, compile_tree, orderly=orderly))
    return walks


def _to_own_ancestor(depth: int) -> Walk:
    def walk(context: Context, nodes: list[Node]) -> list[Node]:
        chain: list[Node] = []
        above: Node | None = context.current
        while above is not None:
            chain.append(above)
            above = above.parent
        # The document is last in the chain and depth 0.
        return [chain[-1 - depth]] if len(chain) > depth else []

    return walk


def _walk(step: Step, inside: Surroundings, compile_tree: Compile, *, orderly: bool) -> Walk:
    quick = _by_column(step, inside, compile_tree)
    predicates = [_predicate(predicate, inside, compile_tree) for predicate in step.predicates]
    meets = WALKS[step.axis]
    fits = _test(step, inside)
    is_wide = step.axis not in ("child", "self", "parent", "attribute")

    def from_one(context: Context, node: Node) -> list[Node]:
        if quick is not None and node.index is not None:
            return quick(context, node)
        found = [other for other in meets(node) if fits(other)]
        for keep in predicates:
            found = keep(context, found)
        if is_wide:
            context.scene.spend(len(found))
        return found

    def walk(context: Context, nodes: list[Node]) -> list[Node]:
        if len(nodes) == 1:
            found = from_one(context, nodes[0])
            return found if orderly else sorted(found, key=_order)
        found = [other for node in nodes for other in from_one(context, node)]
        return found if orderly else sorted({id(node): node for node in found}.values(), key=_order)

    return walk


def _order(node: Node) -> int:
    return node.order


_PRINCIPAL = {"attribute": NodeKind.ATTRIBUTE, "namespace": NodeKind.NAMESPACE}


def _test(step: Step, inside: Surroundings) -> Callable[[Node], bool]:
    test = step.test
    principal = _PRINCIPAL.get(step.axis, NodeKind.ELEMENT)
    if isinstance(test, KindTest):
        return _kind_test(test)
    local, prefix = test.local, test.prefix
    if prefix is not None:
        namespace = inside.namespaces.get(prefix)
        if namespace is None and not inside.is_form:
            raise XPathError(f"the prefix {prefix} is declared nowhere")
        return lambda node: (
            node.kind is principal
            and local in ("*", node.name)
            and (node.prefix == prefix if namespace is None else node.namespace == namespace)
        )
    if local == "*":
        return lambda node: node.kind is principal
    return lambda node: node.name == local and node.namespace in _PLAIN and node.kind is principal


# A name without a prefix means a form's own node, whether or not the instance declares a namespace for itself.
_PLAIN = (None, "http://www.w3.org/2002/xforms")
_KINDS = {"text": NodeKind.TEXT, "comment": NodeKind.COMMENT, "processing-instruction": NodeKind.INSTRUCTION}


def _kind_test(test: KindTest) -> Callable[[Node], bool]:
    if test.kind == "node":
        return lambda node: True
    kind, target = _KINDS[test.kind], test.target
    return lambda node: node.kind is kind and (target is None or node.name == target)


Keep = Callable[[Context, list[Node]], list[Node]]


def _predicate(tree: Expression, inside: Surroundings, compile_tree: Compile) -> Keep:
    program = compile_tree(tree, inside)
    if program.gives is Gives.NUMBER:
        return _at_position(as_number(program))
    decide = _position_or_truth(program.run) if program.gives is Gives.ANY else as_truth(program)

    def keep(context: Context, nodes: list[Node]) -> list[Node]:
        size = len(nodes)
        context.scene.spend(size)
        inner = Context(context.scene, context.node, size=size, current=context.current)
        kept = []
        for position, node in enumerate(nodes, 1):
            inner.node = node
            inner.position = position
            if decide(inner):
                kept.append(node)
        return kept

    return keep


def _at_position(number_of: Run) -> Keep:
    def keep(context: Context, nodes: list[Node]) -> list[Node]:
        context.scene.spend(len(nodes))
        inner = Context(context.scene, context.node, size=len(nodes), current=context.current)
        kept = []
        for position, node in enumerate(nodes, 1):
            inner.node, inner.position = node, position
            if number_of(inner) == position:
                kept.append(node)
        return kept

    return keep


def _position_or_truth(run: Run) -> Run:
    def decide(context: Context) -> bool:
        value: Value = run(context)
        if isinstance(value, float):
            return value == context.position
        return bool(value)

    return decide


def _by_column(
    step: Step, inside: Surroundings, compile_tree: Compile
) -> Callable[[Context, Node], list[Node]] | None:
    """item[column = something that stands alone]: by the list's index instead of row after row.

    A list of places has 2,000 rows and stands behind every cascade.
    """
    if (
        step.axis != "child"
        or not step.predicates
        or not isinstance(step.test, NameTest)
        or step.test.local != "item"
    ):
        return None
    first, *others = step.predicates
    if not isinstance(first, Comparison) or first.operator != "=":
        return None
    column = _column(first.left)
    wanted = compile_tree(first.right, inside)
    is_text = wanted.gives is Gives.TEXT or wanted.slot is not None
    if column is None or not wanted.stands_alone or not is_text:
        return None
    text = as_text(wanted)
    keeps = [_predicate(other, inside, compile_tree) for other in others]

    def rows(context: Context, node: Node) -> list[Node]:
        assert node.index is not None
        found = node.index.rows(column, text(context))
        for keep in keeps:
            found = keep(context, found)
        return found

    return rows


def _column(tree: Expression) -> str | None:
    if not isinstance(tree, Path) or tree.start != "." or len(tree.steps) != 1:
        return None
    names = plain_names(tree, (), None)
    return names[0] if names else None


def _filter(tree: Filter, surroundings: Surroundings, compile_tree: Compile) -> Program:
    primary = compile_tree(tree.primary, surroundings)
    if primary.gives is not Gives.NODES:
        raise XPathError("a condition in brackets can only choose among nodes")
    inside = surroundings.in_predicate()
    keeps = [_predicate(predicate, inside, compile_tree) for predicate in tree.predicates]

    def run(context: Context) -> list[Node]:
        nodes = primary.run(context)
        for keep in keeps:
            nodes = keep(context, nodes)
        return nodes

    return Program(Gives.NODES, run, stands_alone=primary.stands_alone)


def _union(tree: Union, surroundings: Surroundings, compile_tree: Compile) -> Program:
    parts = [compile_tree(operand, surroundings) for operand in tree.operands]
    if any(part.gives is not Gives.NODES for part in parts):
        raise XPathError("| joins paths only")

    def run(context: Context) -> list[Node]:
        found = {id(node): node for part in parts for node in part.run(context)}
        return sorted(found.values(), key=_order)

    return Program(Gives.NODES, run, stands_alone=all(part.stands_alone for part in parts))
