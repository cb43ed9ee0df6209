"""true, false, not, boolean, if, coalesce, once, depend, checklist: what decides."""

from dataclasses import replace

from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.functions.table import Compile, function, special
from jarchy.xforms.xpath.nodes import text_of
from jarchy.xforms.xpath.program import Context, Gives, Program, Surroundings, as_truth, as_value
from jarchy.xforms.xpath.tree import Call
from jarchy.xforms.xpath.values import Value


@function("true", "", Gives.TRUTH, wants_context=True)
def true(context: Context) -> bool:
    return True


@function("false", "", Gives.TRUTH, wants_context=True)
def false(context: Context) -> bool:
    return False


@function("not", "truth", Gives.TRUTH)
def not_(truth: bool) -> bool:
    return not truth


@function("boolean", "truth", Gives.TRUTH)
def boolean(truth: bool) -> bool:
    return truth


@function("boolean-from-string", "text", Gives.TRUTH)
def boolean_from_string(text: str) -> bool:
    return text in ("1", "true")


@special("if", "truth raw raw")
def if_(tree: Call, surroundings: Surroundings, compile_tree: Compile) -> Program:
    """Works out one branch only: the other may hold what is not yet answered."""
    condition, yes, no = (compile_tree(argument, surroundings) for argument in tree.arguments)
    gives = yes.gives if yes.gives is no.gives else Gives.ANY
    alone = condition.stands_alone and yes.stands_alone and no.stands_alone
    if gives is Gives.NODES:
        truth, yes_run, no_run = as_truth(condition), yes.run, no.run
    else:
        truth, yes_run, no_run = as_truth(condition), as_value(yes), as_value(no)
    return Program(
        gives, lambda context: (yes_run if truth(context) else no_run)(context), stands_alone=alone
    )


@special("coalesce", "value value*")
def coalesce(tree: Call, surroundings: Surroundings, compile_tree: Compile) -> Program:
    """The first that is not empty; NaN counts as empty, as in JavaRosa."""
    parts = [compile_tree(argument, surroundings) for argument in tree.arguments]
    runs = [as_value(part) for part in parts]

    def run(context: Context) -> Value:
        value: Value = ""
        for part in runs:
            value = part(context)
            if value != "" and value == value:
                return value
        return value

    return Program(Gives.ANY, run, stands_alone=all(part.stands_alone for part in parts))


@special("depend", "value value*")
def depend(tree: Call, surroundings: Surroundings, compile_tree: Compile) -> Program:
    """The first argument; the others only say what it has to be worked out again for."""
    first, *others = (compile_tree(argument, surroundings) for argument in tree.arguments)
    return replace(first, stands_alone=all(part.stands_alone for part in (first, *others)))


@special("once", "value")
def once(tree: Call, surroundings: Surroundings, compile_tree: Compile) -> Program:
    """What the node already says, else the value: so that it is worked out once."""
    inner = compile_tree(tree.arguments[0], surroundings)
    value = as_value(inner)

    def run(context: Context) -> Value:
        kept = text_of(context.current)
        if kept:
            return kept
        worked_out: Value = value(context)
        return "" if worked_out != worked_out else worked_out

    return Program(Gives.ANY, run)


@special("checklist", "number number truth*")
def checklist(tree: Call, surroundings: Surroundings, compile_tree: Compile) -> Program:
    """checklist(least, most, answers...): -1 as a bound is none."""
    return _weighed(tree, surroundings, compile_tree, pairs=False)


@special("weighted-checklist", "number number value*")
def weighted_checklist(tree: Call, surroundings: Surroundings, compile_tree: Compile) -> Program:
    """weighted-checklist(least, most, answer, weight, ...)."""
    return _weighed(tree, surroundings, compile_tree, pairs=True)


def _weighed(tree: Call, surroundings: Surroundings, compile_tree: Compile, *, pairs: bool) -> Program:
    programs = [compile_tree(argument, surroundings) for argument in tree.arguments]

    def run(context: Context) -> bool:
        numbers = [values.to_number(bound.run(context), context.scene.zone) for bound in programs[:2]]
        every = _each(programs[2:], context)
        if pairs:
            weights = [values.to_number(weight, context.scene.zone) for weight in every[1::2]]
            got = sum(w for answer, w in zip(every[::2], weights, strict=False) if values.to_truth(answer))
        else:
            got = float(sum(values.to_truth(answer) for answer in every))
        least, most = numbers
        return (least < 0 or got >= least) and (most < 0 or got <= most)

    return Program(Gives.TRUTH, run)


def _each(programs: list[Program], context: Context) -> list[Value]:
    found: list[Value] = []
    for program in programs:
        value: Value = program.run(context)
        if isinstance(value, list):
            found.extend(text_of(node) for node in value)
        else:
            found.append(value)
    return found
