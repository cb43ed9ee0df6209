"""Somebody who fills in any form: page by page, each question with the first answer that the form takes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from jarchy.xforms.engine import Lists, QuestionState, begin, change, evaluate, finish, pages
from jarchy.xforms.form import FILES, Form, Kind
from jarchy.xforms.xpath.world import World

MOST_PAGES = 2_000
TRIED: dict[Kind, tuple[str, ...]] = {
    Kind.INTEGER: ("2", "1", "20", "35", "120", "0", "2010", "60", "555123456"),
    Kind.DECIMAL: ("2.5", "1.5", "30", "120.25", "0", "36.6"),
    Kind.DATE: ("2018-11-05", "1990-05-05", "2018-01-31", "2000-01-01", "2030-01-01"),
    Kind.TIME: ("10:30:00.000+06:00",),
    Kind.DATE_TIME: ("2018-11-05T10:30:00.000+06:00", "1990-05-05T10:30:00.000+06:00"),
    Kind.GEOPOINT: ("42.87 74.59 0.0 0.0", "42.8746 74.5698 760.5 4.5"),
    Kind.GEOTRACE: ("42 74 0 0; 42.1 74.1 0 0",),
    Kind.GEOSHAPE: ("42 74 0 0; 42.1 74.1 0 0; 42 74.1 0 0; 42 74 0 0",),
    Kind.BARCODE: ("4600682000013",),
    Kind.ACKNOWLEDGE: ("OK",),
    Kind.TEXT: ("Osh", "word", "0555123456", "123", "a@example.org", "12345678901", "AB12", "Aigul Asanova"),
}


@dataclass
class Filled:
    """`draft` as it was sent; `attachments` the files that it names; `stuck` questions of which no answer was taken."""

    draft: dict[str, str]
    pages: int = 0
    attachments: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)


def fill_in(form: Form, lists: Lists, world: World) -> Filled:
    """From the beginning to the end, with two rounds of each repeat that stands in no other."""
    filled = Filled(begin(form, lists, world))
    outer = [
        node for node in form.repeats if node.count is None and form.nodes[node.parent or 0].in_repeat is None
    ]
    filled.draft = change(form, filled.draft, {f"{node.path}[2]": "" for node in outer}, lists, world)
    seen: set[str] = set()
    while filled.pages < MOST_PAGES:
        state = evaluate(form, filled.draft, lists, world)
        page = next((page for page in pages(form, state) if not _is_done(page.questions, seen)), None)
        if page is None:
            break
        filled.pages += 1
        for question in page.questions:
            assert question.label() is not None
            if question.path not in seen:
                seen.add(question.path)
                _answer(filled, form, question.path, lists, world)
    filled.draft = finish(form, filled.draft, world)
    return filled


def _is_done(questions: tuple[QuestionState, ...], seen: set[str]) -> bool:
    return all(question.path in seen for question in questions)


def _answer(filled: Filled, form: Form, path: str, lists: Lists, world: World) -> None:
    """As the question stands now: what was answered on the same page decides what can be chosen."""
    question = evaluate(form, filled.draft, lists, world).by_path[path]
    is_kept = question.draft and not question.problems
    if not question.form_node.is_asked or not question.is_relevant or question.is_readonly or is_kept:
        return
    for value in _tried(question):
        tried = evaluate(form, filled.draft | {path: value}, lists, world).by_path[path]
        if not tried.problems:
            filled.draft = change(form, filled.draft, {path: value}, lists, world)
            filled.attachments += [value] if question.kind in FILES else []
            return
    filled.stuck.append(path)


def _tried(question: QuestionState) -> Iterator[str]:
    names = [choice.name for choice in question.choices if choice.name]
    bounds = question.form_node.bounds
    if bounds is not None:
        yield str(bounds.start)
    elif question.kind is Kind.RANK:
        yield " ".join(reversed(names))
    elif question.kind in FILES:
        yield f"{question.name}-{len(question.path)}.bin"
    elif question.form_node.is_select:
        yield from names[:8]
    else:
        yield from TRIED[question.kind]
