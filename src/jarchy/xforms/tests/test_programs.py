"""A form is plain data: it goes through JSON unchanged and is asked as it was."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jarchy.xforms.program
from jarchy.xforms.engine import check, evaluate, pages
from jarchy.xforms.finding import FormRefused
from jarchy.xforms.instance import read_submission, write_submission
from jarchy.xforms.making import form_of
from jarchy.xforms.program import for_a_phone, in_language
from jarchy.xforms.reading import program_of, read_form
from jarchy.xforms.tests import kg2018, random_forms
from jarchy.xforms.tests.respondent import fill_in
from jarchy.xforms.tests.small_forms import questions, world, xform
from jarchy.xforms.workbook import compile_workbook


def through_json(program):
    return json.loads(json.dumps(program, allow_nan=False, ensure_ascii=False))


def shown(form, answers):
    """All that a person would see of a form with these answers, in both languages."""
    state = evaluate(form, answers, {}, world())
    return [
        [
            (question.path, question.value, question.label("ky"), question.label("en"), question.is_required)
            + tuple((choice.name, choice.label("ky")) for choice in question.choices)
            for question in page.questions
        ]
        for page in pages(form, state)
    ], state.draft


@settings(deadline=None, max_examples=150)
@given(st.data(), random_forms.forms())
def test_a_form_that_went_through_json_is_asked_and_judged_as_before(data, xml):
    form, again = read_form(xml), form_of(through_json(program_of(xml)))
    answers = data.draw(random_forms.answers([node.path for node in form.nodes if not node.is_group]))
    assert shown(again, answers) == shown(form, answers)
    assert check(again, answers, {}, world()) == check(form, answers, {}, world())
    assert (again.order, again.dependencies, again.warnings) == (form.order, form.dependencies, form.warnings)


@settings(deadline=None, max_examples=60)
@given(random_forms.forms())
def test_a_program_says_the_same_after_json(xml):
    program = program_of(xml)
    assert through_json(program) == program


@settings(deadline=None, max_examples=60)
@given(st.data(), random_forms.forms())
def test_one_language_alone_reads_as_it_did_among_the_others(data, xml):
    form = read_form(xml)
    answers = data.draw(random_forms.answers([node.path for node in form.nodes if not node.is_group]))
    for language in form.languages:
        alone = evaluate(form_of(in_language(program_of(xml), language)), answers, {}, world(language))
        whole = evaluate(form, answers, {}, world(language))
        for path, question in whole.by_path.items():
            assert alone.by_path[path].label() == question.label()
            assert [choice.label(language) for choice in alone.by_path[path].choices] == [
                choice.label(language, form.default_language) for choice in question.choices
            ]


@settings(deadline=None, max_examples=60)
@given(random_forms.forms())
def test_nothing_is_found_when_it_comes_that_was_not_shown_while_it_was_asked(xml):
    form = form_of(through_json(program_of(xml)))
    state = evaluate(form, fill_in(form, {}, world()).draft, {}, world())
    sent = write_submission(form, state.answers, {"instanceID": "uuid:1"})
    found = check(form, read_submission(sent).answers, {}, world()).findings
    shown = {(problem.code, problem.path) for problem in state.problems}
    assert {(finding.code, finding.path) for finding in found} <= shown


@settings(deadline=None, max_examples=60)
@given(random_forms.forms())
def test_every_key_of_a_program_is_described(xml):
    made = program_of(xml)
    said = set(re.findall(r"[a-z_]+", jarchy.xforms.program.__doc__ or ""))
    keys = set(made) | {key for node in made["nodes"] for key in node}
    assert keys <= said


def test_the_activity_report_is_asked_from_what_a_phone_is_sent():
    program = for_a_phone(program_of(compile_workbook(kg2018.the_report()).xml))
    form = form_of(through_json(in_language(program, "ky")))
    state = evaluate(form, {}, kg2018.LISTS, world("ky"))
    whole = evaluate(form_of(program), {}, kg2018.LISTS, world("ky"))
    assert [(asked.path, asked.label()) for asked in state.questions] == [
        (asked.path, asked.label()) for asked in whole.questions
    ]
    assert "sources" not in program


def test_what_stands_twice_in_a_form_is_kept_once():
    binds = "".join(f'<bind nodeset="/data/{name}" required="true()" relevant="../c = 1"/>' for name in "ab")
    program = program_of(xform("<a/><b/><c/>", binds, questions("a", "b", "c")))
    assert program["sources"] == ["../c = 1", "true()"]
    assert [program["nodes"][place]["relevant"] for place in (1, 2)] == [0, 0]


def test_pictures_and_guidance_stand_beside_the_words_of_their_language():
    itext = """<itext><translation lang="en"><text id="/data/a:label"><value>Which?</value>
      <value form="image">jr://images/tree.png</value></text><text id="/data/a:hint"><value>Look.</value>
      <value form="guidance">Walk around it.</value></text></translation></itext>"""
    body = """<input ref="/data/a"><label ref="jr:itext('/data/a:label')"/><hint ref="jr:itext('/data/a:hint')"/>
      </input>"""
    program = program_of(xform("<a/>", "", body, itext))
    question = program["nodes"][1]
    assert program["texts"]["en"][question["label"]] == {"text": "Which?", "image": "tree.png"}
    assert program["texts"]["en"][question["hint"]] == {"text": "Look.", "guidance": "Walk around it."}
    assert program["media"] == ["tree.png"]


def test_a_program_of_another_format_is_not_guessed_at():
    program = program_of(xform("<a/>", "", questions("a")))
    with pytest.raises(ValueError, match="format 99"):
        form_of(program | {"format": 99})


def test_a_rule_that_this_engine_does_not_know_is_named_with_its_question():
    program = program_of(xform("<a/>", '<bind nodeset="/data/a" relevant="true()"/>', questions("a")))
    with pytest.raises(FormRefused) as refused:
        form_of(program | {"rules": [["c", "tomorrow", [], 0]]})
    (fault,) = refused.value.findings
    assert (fault.code, fault.path) == ("bad_relevant", "/data/a")
