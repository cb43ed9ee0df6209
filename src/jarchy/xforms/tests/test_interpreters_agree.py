"""The interpreter in the browser and the one here give the same: the field's cases, and whatever can be written."""

import json
import math
from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jarchy.xforms.secondary import list_of
from jarchy.xforms.tests import test_conformance_cases as field
from jarchy.xforms.tests.interpreter import HERE, FormTask, Interpreter, Task, interpreter
from jarchy.xforms.tests.random_expressions import IN_DOCUMENT, IN_FORM, random_call, random_words
from jarchy.xforms.tests.test_no_expression_stumbles import XML
from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.compiler import compile_text
from jarchy.xforms.xpath.document import read_document
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import FUNCTIONS
from jarchy.xforms.xpath.nodes import Node, NodeKind, descendants, text_of
from jarchy.xforms.xpath.parser import parse
from jarchy.xforms.xpath.program import Context, Gives, Program, Scene, Surroundings
from jarchy.xforms.xpath.world import World

pytestmark = [
    pytest.mark.browser,
    # The browser's functions are those of the whole specification.
    pytest.mark.skipif("extract-signed" not in FUNCTIONS, reason="functions are missing here"),
]
NOW = "2018-11-05T12:00:00.000+06:00"
MANY = 600
ZONES = ["UTC", "Asia/Bishkek", "America/Phoenix", "Europe/London"]
RESULTS = ["number", "string", "boolean", "strings", None]
KINDS = {"number": "number", "string": "string", "boolean": "boolean", "nodeset-strings": "strings"}
_ENDLESS = (
    "a browser's engine goes back and forth, as Collect's does: it holds up nobody but who fills in the form"
)
NOT_IN_BROWSERS = {"regex-049": _ENDLESS, "regex-051": _ENDLESS}


@pytest.fixture(scope="module")
def browser() -> Iterator[Interpreter]:
    with interpreter() as found:
        yield found


def test_the_browser_has_every_function(browser):
    assert browser.functions() == set(FUNCTIONS)


@pytest.mark.skipif(not field.CASES.exists(), reason="the shared cases are not beside this checkout")
def test_the_field_s_cases_come_out_as_they_do_here(browser):
    """So the same ones pass, and the same few do not (NOT_PASSING, with its reasons)."""
    tasks = [_of_case(case) for case in field._cases() if _is_plain(case)]
    assert len(tasks) > 2_000
    _agree(tasks, browser.answer)


def test_the_project_s_own_cases_come_out_as_they_do_here(browser):
    files = sorted((HERE.parent / "conformance").glob("*.json"))
    cases = [case for file in files for case in json.loads(file.read_text(encoding="utf-8"))["cases"]]
    plain = [case for case in cases if _is_plain(case) and case["id"] not in NOT_IN_BROWSERS]
    _agree([_of_case(case) for case in plain], browser.answer)


def test_any_call_gives_the_same_in_both(browser):
    chance = Random("any call")
    _agree([_anywhere(random_call(chance, IN_DOCUMENT), chance) for _ in range(MANY)], browser.answer)


def test_words_of_the_language_in_any_order_give_the_same_in_both(browser):
    chance = Random("any words")
    written = (random_words(chance) for _ in range(MANY * 60))
    tasks = [_anywhere(text, chance) for text in written if _can_be_parsed(text)]
    assert len(tasks) > MANY
    _agree(tasks[:MANY], browser.answer)


def test_any_expression_of_a_form_gives_the_same_in_both(browser):
    chance = Random("any form")
    form = SmallForm("Asia/Bishkek")
    carriers = [(names, node) for names, node in form.leaves() if names[-1] in ("b", "n")]
    tasks = [
        FormTask(random_call(chance, IN_FORM), *chance.choice(carriers), chance.choice(RESULTS))
        for _ in range(MANY)
    ]
    _agree(tasks, lambda some: browser.answer_in_form(form.scene, form.known, some), form.here)


class SmallForm:
    """The document of the random calls as a form: slots outside the repeat r, a list, one node not relevant."""

    def __init__(self, zone: str) -> None:
        document, _ = read_document(XML)
        leaves = [node for node in descendants(document) if node.kind is NodeKind.ELEMENT]
        slots = [node for node in leaves if "r" not in _names(node)]
        slots[-1].is_relevant = False
        rows = [{"name": "x", "label": "X", "kind": "3"}, {"name": "y", "label": "Y", "kind": "2018-11-05"}]
        self.known = Surroundings(
            slots={_names(node): place for place, node in enumerate(slots)},
            repeats=frozenset([("data", "r")]),
            is_form=True,
        )
        self.scene = Scene(
            document, _world(zone), instances={"list": list_of(rows)}, slots=slots, texts=SmallTexts()
        )

    def leaves(self) -> list[tuple[tuple[str, ...], Node]]:
        return [
            (_names(node), node) for node in descendants(self.scene.document) if node.kind is NodeKind.ELEMENT
        ]

    def here(self, task: FormTask) -> Any:
        around = Surroundings.of(task.names, self.known) if task.names else self.known
        program = compile_text(task.expression, around)
        return _asked(task.result, program, self.scene, task.node)


class SmallTexts:
    def itext(self, text_id: str, context: Context) -> str:
        return f"text of {text_id}"

    def choice_name(self, value: str, path: str, context: Context) -> str:
        return f"{value} at {path}"

    def version(self) -> str:
        return "7"


def _names(node: Node) -> tuple[str, ...]:
    return (*_names(node.parent), node.name) if node.parent is not None else ()


def _asked(result: str | None, program: Program, scene: Scene, node: Node) -> Any:
    """As document.evaluate gives it, but that a date which is none stays empty, as in a form."""
    value = program.run(Context(scene, node))
    texts = (
        ["" if found.kind is NodeKind.DOCUMENT else text_of(found) for found in value]
        if isinstance(value, list)
        else None
    )
    if result == "number":
        return values.to_number(texts[0] if texts else value, scene.zone)
    if result == "string":
        return values.to_text(value)
    if result == "boolean":
        return values.to_truth(value)
    if texts is not None:
        return texts
    if result == "strings" or program.gives is Gives.NODES:
        raise XPathError("the expression gives no nodes")
    return value


def _world(zone: str, now: str = NOW, language: str = "") -> World:
    return World.at(datetime.fromisoformat(now), ZoneInfo(zone), language=language)


def _anywhere(expression: str, chance: Random) -> Task:
    return Task(expression, XML, _world(chance.choice(ZONES)), "/*[1]/*[2]", chance.choice(RESULTS))


def _of_case(case: dict) -> Task:
    return Task(
        case["expression"],
        case.get("instance_xml") or "<root/>",
        _world(case.get("tz") or "UTC", case.get("now") or NOW, case.get("language") or ""),
        case.get("context"),
        KINDS.get(case["result_type"]),
        case.get("namespaces") or {},
    )


def _evaluated(task: Task) -> Any:
    document, prefixes = read_document(task.xml)
    known = Surroundings(namespaces=prefixes | dict(task.namespaces))
    scene, node = Scene(document, task.world), document
    if task.context:
        (node,) = compile_text(task.context, known).run(Context(scene, document))
    return _asked(task.result, compile_text(task.expression, known), scene, node)


def _agree(tasks: list, there: Callable[[list], list], here: Callable[[Any], Any] = _evaluated) -> None:
    differing = []
    for task, far in zip(tasks, there(tasks), strict=True):
        near = _tried(here, task)
        if not _is_same(near, far):
            differing.append((task.expression, task.result, near, far))
    assert not differing, (len(differing), differing[:8])


def _tried(work: Callable[[Any], Any], task: Any) -> dict[str, Any]:
    try:
        return {"value": work(task)}
    except XPathError as refused:
        return {"error": refused.reason}


def _is_same(here: dict[str, Any], there: dict[str, Any]) -> bool:
    """Reasons are worded for their readers and may differ; numbers may in their last digit (sines and their like)."""
    if "error" in here or "error" in there:
        return "error" in here and "error" in there
    one, other = here["value"], there["value"]
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float):
        return math.isclose(one, other, rel_tol=1e-12) or (one != one and other != other)
    return one == other


def _is_plain(case: dict) -> bool:
    """Of a document alone, readable, and not of chance."""
    by_chance = any(word in case["expression"] for word in ("uuid(", "random()"))
    return not by_chance and not case.get("form_xml") and _can_be_parsed(case["expression"])


def _can_be_parsed(expression: str) -> bool:
    try:
        parse(expression)
    except XPathError:
        return False
    return True
