"""The browser's interpreter of expressions, asked from Python: what xforms/browser makes of a tree and a document."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from jarchy.xforms.xpath.document import read_document
from jarchy.xforms.xpath.nodes import Node
from jarchy.xforms.xpath.parser import parse
from jarchy.xforms.xpath.plain import plain
from jarchy.xforms.xpath.program import Scene, Surroundings
from jarchy.xforms.xpath.world import World
from tests.chromium import chromium

HERE = Path(__file__).parent
ADDRESS = "http://interpreter.test/"
MODULES = ["area", "digest", "extract-signed", "regex", "sin"]
"""One function of every module that is loaded only when it is asked for."""
Answers = list[dict[str, Any]]


@dataclass(frozen=True)
class Task:
    """One expression over one document, as document.evaluate takes it."""

    expression: str
    xml: str
    world: World
    context: str | None = None
    result: str | None = None
    namespaces: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormTask:
    """One expression of a form: `names` the path of the node that carries it (None: nobody does), `node` where it is
    asked."""

    expression: str
    names: tuple[str, ...] | None
    node: Node
    result: str | None = None


class Interpreter:
    def __init__(self, page: Page) -> None:
        self.page = page

    def functions(self) -> set[str]:
        self.answer([])
        return set(self._run("names()"))

    def answer(self, tasks: Sequence[Task]) -> Answers:
        """For each task {"value": ...} or {"error": reason}. Anything else that is thrown fails here."""
        places = {xml: place for place, xml in enumerate(dict.fromkeys(task.xml for task in tasks))}
        read = [read_document(xml) for xml in places]
        written = [
            {
                "tree": plain(parse(task.expression)),
                "at": plain(parse(task.context)) if task.context else None,
                "document": places[task.xml],
                "result": task.result,
                "namespaces": read[places[task.xml]][1] | dict(task.namespaces),
                "world": _world(task.world),
            }
            for task in tasks
        ]
        batch = {"documents": [_plain(document) for document, _ in read], "tasks": written}
        return self._sent("answer", batch, [task.expression for task in tasks])

    def answer_in_form(self, scene: Scene, form: Surroundings, tasks: Sequence[FormTask]) -> Answers:
        """The same over a form's nodes, lists and slots; its texts are those of interpreter.js."""
        written = [
            {
                "tree": plain(parse(task.expression)),
                "path": _path(task.names) if task.names else None,
                "order": task.node.order,
                "result": task.result,
            }
            for task in tasks
        ]
        known = {
            "document": _plain(scene.document),
            "instances": {name: _plain(document) for name, document in scene.instances.items()},
            "slots": [[_path(names), scene.slots[place].order] for names, place in form.slots.items()],
            "repeats": [_path(names) for names in form.repeats],
            "namespaces": dict(form.namespaces),
            "world": _world(scene.world),
        }
        return self._sent(
            "answerInForm", {"form": known, "tasks": written}, [task.expression for task in tasks]
        )

    def _sent(self, verb: str, batch: dict[str, Any], expressions: list[str]) -> Answers:
        text = json.dumps(batch | {"modules": MODULES})
        found: Answers = self._run(f"{verb}({json.dumps(text)})")
        crashed = [pair for pair in zip(expressions, found, strict=True) if "crash" in pair[1]]
        assert not crashed, crashed[0]
        return found

    def _run(self, call: str) -> Any:
        return self.page.evaluate(
            f"import('/interpreter.js').then(({{answer, answerInForm, names}}) => {call})"
        )


@contextmanager
def interpreter() -> Iterator[Interpreter]:
    with chromium() as browser:
        page = browser.new_page()
        page.route("**/*", _serve)
        page.goto(ADDRESS)
        yield Interpreter(page)


def _serve(route: Route) -> None:
    """The modules as they lie in the tree, and a page to load them into."""
    path = route.request.url.removeprefix(ADDRESS)
    file = HERE.parent / path if path.startswith("browser/") else HERE / path
    if path and file.is_file():
        route.fulfill(body=file.read_text(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>Interpreter</title>", content_type="text/html")


def _world(world: World) -> dict[str, Any]:
    return {
        "now": world.now.timestamp() * 1000,
        "today": world.today.isoformat(),
        "zone": str(world.time_zone),
        "language": world.language,
        "username": world.username,
        "properties": {},
    }


def _path(names: tuple[str, ...]) -> str:
    return "/" + "/".join(names)


def _plain(node: Node) -> list[Any]:
    below = ([_plain(one) for one in many] for many in (node.attributes, node.namespaces, node.children))
    return [
        node.kind,
        node.name,
        node.value,
        node.order,
        node.prefix,
        node.namespace,
        node.is_relevant,
        *below,
    ]
