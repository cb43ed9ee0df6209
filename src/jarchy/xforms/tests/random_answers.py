"""Answers by chance to any form: some that it takes, some that it does not, some to questions that it does not have."""

from collections.abc import Iterator, Mapping
from random import Random

from jarchy.xforms.engine import Lists, QuestionState, evaluate
from jarchy.xforms.form import FILES, Form, Kind
from jarchy.xforms.xpath.world import World

TAKEN: Mapping[Kind, tuple[str, ...]] = {
    Kind.INTEGER: ("0", "1", "2", "20", "-3", "120"),
    Kind.DECIMAL: ("2.5", "-.5", "30", "0.0001"),
    Kind.DATE: ("2018-11-05", "1990-05-05", "2030-01-01"),
    Kind.TIME: ("10:30:00.000+06:00", "23:59"),
    Kind.DATE_TIME: ("2018-11-05T10:30:00.000+06:00", "2018-11-05 10:30"),
    Kind.GEOPOINT: ("42.87 74.59 0.0 0.0", "-42.8 179"),
    Kind.GEOTRACE: ("42 74 0 0; 42.1 74.1 0 0;",),
    Kind.GEOSHAPE: ("42 74 0 0; 42.1 74.1 0 0; 42 74.1 0 0; 42 74 0 0",),
    Kind.ACKNOWLEDGE: ("OK",),
}
STRANGE = (
    "", " ", "x", "word word", "1e3", "4,6", "99999999999", "2147483648", "+5", "2018-02-30", "2018-11-05T25:00",
    "24:00", "91 0", "42 74;43 75;42 74", "42 74;;43 75", "a/b", "..", "<&>\"'\t", "a\x01b", "\x01", "\ufeffx\x1c",
    "\x85 y\u3000", "\U0001f600", " a\r\nb ", "NaN", "Өң", "2018-11-05", "true()", "\ud800",
)  # fmt: skip


def random_answers(form: Form, lists: Lists, world: World, chance: Random) -> dict[str, str]:
    """In a few goes, so that what becomes relevant is answered too."""
    answers: dict[str, str] = {}
    for _ in range(3):
        questions = evaluate(form, answers, lists, world).questions
        for question in questions:
            if chance.random() < 0.6:
                answers[question.path] = _answer(question, chance)
        for repeat in form.repeats:
            if chance.random() < 0.4:
                answers[f"{repeat.path}[{chance.randint(1, 3)}]"] = ""
    answers.update(_where_nobody_is_asked(form, chance))
    return answers


def _answer(question: QuestionState, chance: Random) -> str:
    if chance.random() < 0.15:
        return chance.choice(STRANGE)
    names = [choice.name for choice in question.choices]
    if names:
        several = 1 if question.kind is Kind.SELECT_ONE else chance.randint(1, 4)
        return chance.choice(" \n").join(chance.choices(names, k=several))
    if question.kind in FILES:
        return f"{question.name}.bin"
    bounds = question.form_node.bounds
    if bounds is not None:
        return chance.choice(
            [str(bounds.start), str(bounds.end), str(bounds.start + bounds.step), "2", "0.3"]
        )
    return chance.choice(TAKEN.get(question.kind, ("Osh", "0555123456", "35", "x")))


def _where_nobody_is_asked(form: Form, chance: Random) -> Iterator[tuple[str, str]]:
    node = chance.choice(form.nodes)
    yield node.path, chance.choice(STRANGE)
    yield f"{node.path}[{chance.randint(0, 2)}]", chance.choice(STRANGE)
    yield chance.choice(["/nothing", "", "/", form.nodes[0].path + "/x", "no path"]), "x"


def some_of(answers: Mapping[str, str], chance: Random, most: int) -> dict[str, str]:
    """A few of them, in any order."""
    paths = chance.sample(sorted(answers), k=min(len(answers), chance.randint(1, most)))
    return {path: answers[path] for path in paths}
