"""Runs a case of the conformance files: an expression over a document, or over a form that is loaded."""

import math
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import etree

from jarchy.xforms import XPathError, evaluate
from jarchy.xforms.answering import KEPT_FUNCTIONS, Answering
from jarchy.xforms.form import Form
from jarchy.xforms.reading import read_form
from jarchy.xforms.xpath import values
from jarchy.xforms.xpath.compiler import compile_text
from jarchy.xforms.xpath.nodes import Node, text_of
from jarchy.xforms.xpath.program import Context, Surroundings
from jarchy.xforms.xpath.world import World

OWN = sorted((Path(__file__).parents[1] / "conformance").glob("*.json"))
RESULTS = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "nodeset-strings": "strings",
    "error": None,
}


def passes(case: dict) -> bool:
    """Whether the case comes out as expected; NaN and the infinite are written as texts."""
    try:
        found = _in_form(case) if case.get("form_xml") else _in_document(case)
    except XPathError:
        return case["result_type"] == "error"
    if case["result_type"] == "number":
        return _is_number(found, case)
    if pattern := case.get("matches"):
        return re.search(pattern.removesuffix("/i"), str(found)) is not None
    return case["result_type"] != "error" and found == case["expected"]


def _is_number(found: float, case: dict) -> bool:
    expected = float(str(case["expected"]))
    if math.isnan(expected) or math.isinf(expected):
        return repr(found) == repr(expected)
    return abs(found - expected) <= (case.get("tolerance") or 1e-9 * max(1, abs(expected)))


def _in_document(case: dict):
    return evaluate(
        case["expression"],
        case.get("instance_xml") or "<root/>",
        context=case.get("context"),
        result=RESULTS[case["result_type"]],
        now=case.get("now"),
        timezone=case.get("tz"),
        language=case.get("language"),
        namespaces=case.get("namespaces"),
    )


def _in_form(case: dict):
    """`root` is where the primary instance stands in the form: its document node."""
    form, answers = _loaded(case["form_xml"], case.get("root", ""))
    zone = ZoneInfo(case.get("tz") or "UTC")
    now = datetime.fromisoformat(case["now"]) if case.get("now") else datetime(2018, 11, 5, tzinfo=UTC)
    world = World.at(now, zone, language=case.get("language") or "", username=case.get("username", ""))
    answering = Answering(form, {}, world).fill(answers).work_out(keep=KEPT_FUNCTIONS)
    scene = answering.scene
    known = Surroundings(namespaces=case.get("namespaces") or {}, is_form=True)
    node = scene.document
    if path := case.get("context"):
        (node,) = compile_text(path, known).run(Context(scene, node))
    found = compile_text(case["expression"], known).run(Context(scene, node))
    return _as(case["result_type"], found, zone)


@cache
def _loaded(form_xml: str, root: str) -> tuple[Form, dict[str, str]]:
    """The form, and the values that stand in its instance as its answers."""
    document = etree.fromstring(form_xml.encode())
    (instance,) = document.xpath(root) if root else document.xpath("//*[local-name() = 'instance'][not(@id)]")
    tree = instance.getroottree()
    answers = {
        re.sub(
            r"\{[^}]*\}", "", tree.getelementpath(leaf).removeprefix(tree.getelementpath(instance))
        ): leaf.text
        for leaf in instance.iter(etree.Element)
        if len(leaf) == 0 and leaf.text
    }
    return read_form(form_xml.encode()), answers


def _as(result_type: str, found, zone):
    if result_type == "number":
        return values.to_number(found, zone)
    if result_type == "boolean":
        return values.to_truth(found)
    if result_type == "nodeset-strings":
        return [text_of(node) if isinstance(node, Node) else node for node in _listed(found)]
    return values.to_text(found)


def _listed(found) -> list:
    return found if isinstance(found, list) else [found]
