"""The browser's form engine, asked from Python; and the same asked of the one here, in the same shape."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from playwright.sync_api import Page

from jarchy.xforms import engine
from jarchy.xforms.engine import Lists, ReadyLists, State
from jarchy.xforms.finding import Finding
from jarchy.xforms.form import Form
from jarchy.xforms.instance import write_submission
from jarchy.xforms.making import form_of
from jarchy.xforms.program import Plain, for_a_phone
from jarchy.xforms.tests.interpreter import interpreter
from jarchy.xforms.xpath.world import World

MOST_DRAWN = 40
"""As often may a form ask for chance in one of these tests."""
Answers = dict[str, str]


@dataclass
class Both:
    """One form in both engines. `files` are lists from outside by name: rows, or the plain data of a document."""

    name: str
    program: Plain
    files: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.program = json.loads(json.dumps(self.program, allow_nan=False))
        self.form: Form = form_of(self.program)
        self.lists: Lists = ReadyLists(self.form, self.files)


class Browser:
    """A page with the engine in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.known: set[str] = set()

    def load(self, both: Both) -> None:
        if both.name not in self.known:
            self.known.add(both.name)
            sent = {"name": both.name, "program": for_a_phone(both.program), "files": both.files}
            self._call("load", sent)

    def run(self, both: Both, verb: str, many: Sequence[Sequence[Any]], world: World) -> list[Any]:
        """What `verb` gives of each of `many` sets of arguments. Whatever is thrown fails here."""
        self.load(both)
        plain = plain_world(world)
        found = json.loads(self._call("run", [[both.name, verb, list(given), plain] for given in many]))
        crashed = [pair for pair in zip(many, found, strict=True) if "crash" in pair[1]]
        assert not crashed, crashed[0]
        return [answer["value"] for answer in found]

    def _call(self, function: str, given: Any) -> Any:
        return self.page.evaluate(
            "([name, text]) => import('/form_engine.js').then((engine) => engine[name](text))",
            [function, json.dumps(given)],
        )


@contextmanager
def browser_engine() -> Iterator[Browser]:
    with interpreter() as found:
        yield Browser(found.page)


def plain_world(world: World) -> dict[str, Any]:
    drawn = Random(7)
    return {
        "now": world.now.timestamp() * 1000,
        "today": world.today.isoformat(),
        "zone": str(world.time_zone),
        "language": world.language,
        "username": world.username,
        "properties": dict(world.properties),
        "drawn": [drawn.random() for _ in range(MOST_DRAWN)],
    }


def here(both: Both, verb: str, given: Sequence[Any], world: World) -> Any:
    """What the engine of the server says, in the shape of form_engine.js."""
    world = replace(world, rng=Random(7))
    form, lists = both.form, both.lists
    match verb:
        case "begin":
            return engine.begin(form, lists, world)
        case "change":
            return engine.change(form, given[0], given[1], lists, world)
        case "drop":
            return engine.drop_round(given[0], given[1])
        case "finish":
            return engine.finish(form, given[0], world)
    return plain_state(form, engine.evaluate(form, given[0], lists, world), world)


def plain_state(form: Form, state: State, world: World) -> dict[str, Any]:
    language = world.language or form.default_language
    questions = state.questions
    return {
        "answers": state.answers,
        "draft": state.draft,
        "problems": [_found(finding, language, form) for finding in state.problems],
        "asked": [question.path for question in questions],
        "nodes": [
            [
                path, node.is_relevant, node.is_relevant and node.is_required, node.is_relevant and node.is_readonly,
                node.label(), node.hint(), node.guidance(),
            ]
            for path, node in state.by_path.items()
        ],
        "choices": [
            [
                question.path,
                [[choice.name, choice.label(language, form.default_language)] for choice in question.choices],
                question.chosen_label(),
            ]
            for question in questions
            if question.form_node.is_select
        ],
        "pages": [
            [page.path, page.group.path if page.group else None, [question.path for question in page.questions]]
            for page in engine.pages(form, state)
        ],
        "xml": write_submission(form, state.answers, {"instanceID": "uuid:1"}).decode(),
        "whole": write_submission(form, state.draft, {}).decode(),
    }  # fmt: skip


def _found(finding: Finding, language: str, form: Form) -> list[str]:
    said = finding.message
    message = said.get(language) or said.get(form.default_language) or next(iter(said.values()), "")
    return [finding.code, finding.path, finding.value, message]
