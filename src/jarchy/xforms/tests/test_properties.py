"""What holds for any answers at all."""

from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from jarchy.xforms.engine import ReadyLists, check, evaluate, pages
from jarchy.xforms.form import Form
from jarchy.xforms.instance import canonical, read_submission, write_submission
from jarchy.xforms.reading import read_form
from jarchy.xforms.tests import kg2018
from jarchy.xforms.tests.small_forms import world
from jarchy.xforms.workbook import compile_workbook

# Letters that XML can carry; the others are cut out when a submission is written, which another test sees to.
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), max_size=20)
NUMBERS = st.one_of(st.integers(-5, 60).map(str), st.sampled_from(["", "4,6", "1e3", "many", "99999999999"]))


@lru_cache(maxsize=1)
def report() -> tuple[Form, ReadyLists]:
    form = read_form(compile_workbook(kg2018.the_report()).xml)
    return form, ReadyLists(form, kg2018.LISTS)


def _answer_to(kind: str, choices: tuple[str, ...]) -> st.SearchStrategy[str]:
    if kind == "integer":
        return NUMBERS
    if kind == "date":
        return st.one_of(st.dates().map(str), st.sampled_from(["", "2018-02-30", "yesterday"]))
    if choices:
        some = st.sampled_from([*choices, "elsewhere", ""])
        return some if kind == "select_one" else st.lists(some, max_size=3).map(" ".join)
    return TEXTS


@st.composite
def answers(draw: st.DrawFn) -> dict[str, str]:
    form, _ = report()
    found = {}
    for node in form.questions:
        fixed = node.itemset.fixed if node.itemset else None
        listed = [row["name"] for row in kg2018.LISTS.get(f"{_list_of(node.name)}.csv", [])]
        names = tuple(choice.name for choice in fixed) if fixed else tuple(listed)
        if draw(st.booleans()):
            found[node.path] = draw(_answer_to(str(node.kind), names))
    return found


def _list_of(name: str) -> str:
    return {"activity": "activities", "settlement": "settlements", "cohosts": "organisations"}.get(name, name)


@settings(deadline=None, max_examples=60)
@given(answers())
def test_what_was_worked_out_once_is_worked_out_the_same_again(given_answers):
    form, lists = report()
    first = evaluate(form, given_answers, lists, world())
    second = evaluate(form, first.draft, lists, world())
    assert second.answers == first.answers
    assert second.draft == first.draft
    assert second.problems == first.problems


@settings(deadline=None, max_examples=60)
@given(answers(), st.randoms())
def test_the_order_of_the_answers_makes_no_difference(given_answers, chance):
    form, lists = report()
    shuffled = list(given_answers.items())
    chance.shuffle(shuffled)
    assert check(form, dict(shuffled), lists, world()) == check(form, given_answers, lists, world())


@settings(deadline=None, max_examples=60)
@given(answers())
def test_what_is_written_is_read_again(given_answers):
    form, lists = report()
    strings = check(form, given_answers, lists, world()).strings
    read = read_submission(write_submission(form, strings, {"instanceID": "uuid:1"}))
    assert {path: value for path, value in read.answers.items() if value.strip()} == strings
    assert check(form, read.answers, lists, world()).strings == strings
    again = read_submission(write_submission(form, read.answers, {"instanceID": "uuid:2"}))
    assert canonical(again) == canonical(read)


@settings(deadline=None, max_examples=60)
@given(answers())
def test_every_question_asked_is_on_exactly_one_page(given_answers):
    form, lists = report()
    state = evaluate(form, given_answers, lists, world())
    on_pages = [
        question.path
        for page in pages(form, state)
        for question in page.questions
        if question.form_node.is_asked
    ]
    assert on_pages == [question.path for question in state.questions]


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text(max_size=12), TEXTS, max_size=5), answers())
def test_nothing_that_is_sent_makes_it_stumble_or_is_lost(strange, given_answers):
    form, lists = report()
    checked = check(form, strange | given_answers, lists, world())
    unknown = {finding.path for finding in checked.findings if finding.code == "unknown_path"}
    assert unknown == strange.keys() - form.by_path.keys()


@settings(deadline=None, max_examples=60)
@given(answers())
def test_typed_values_stand_for_each_answer_that_counts(given_answers):
    form, lists = report()
    checked = check(form, given_answers, lists, world())
    assert checked.values.keys() == checked.strings.keys()
    wrong = {finding.path for finding in checked.findings}
    for path, value in checked.values.items():
        if form.by_path[path].kind == "integer" and path not in wrong:
            assert isinstance(value, int)
