"""What a form puts in by itself: at its beginning, in each new round, when an answer changes."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from jarchy.xforms.engine import begin, change, check, drop_round, evaluate
from jarchy.xforms.reading import read_form
from jarchy.xforms.tests import random_forms
from jarchy.xforms.tests.small_forms import form_of, questions, world

FIRST = 'event="odk-instance-first-load"'
NEW = 'event="odk-new-repeat odk-instance-first-load"'


def changing(**sets: str):
    """Questions a, b, c; `a="b=1"`: when a changes, b is set to 1."""
    controls = []
    for name in "abc":
        said = "".join(
            f'<setvalue event="xforms-value-changed" ref="/data/{target}" value="{value}"/>'
            for target, _, value in [part.partition("=") for part in sets.get(name, "").split(";") if part]
        )
        controls.append(f'<input ref="/data/{name}"><label>{name}</label>{said}</input>')
    return form_of("<a/><b/><c/>", "", "".join(controls))


def test_an_answer_sets_another_and_the_person_may_change_that():
    form = changing(a="b=concat(/data/a, '!')")
    draft = change(form, {}, {"/data/a": "x"}, {}, world())
    assert draft == {"/data/a": "x", "/data/b": "x!"}
    draft = change(form, draft, {"/data/b": "mine"}, {}, world())
    assert draft == {"/data/a": "x", "/data/b": "mine"}
    assert change(form, draft, {"/data/a": "x"}, {}, world()) == draft
    assert evaluate(form, draft, {}, world()).draft == draft


def test_what_was_set_sets_the_next_one():
    form = changing(a="b=/data/a", b="c=/data/b")
    assert change(form, {}, {"/data/a": "1"}, {}, world())["/data/c"] == "1"


def test_answers_that_set_each_other_in_a_circle_come_to_an_end():
    form = changing(a="b=/data/a + 1", b="a=/data/b + 1")
    assert change(form, {}, {"/data/a": "1"}, {}, world())["/data/a"].isdecimal()


def test_an_answer_can_be_emptied_by_another():
    form = changing(a="b='';c='kept'")
    assert change(form, {"/data/b": "old"}, {"/data/a": "1"}, {}, world()) == {
        "/data/a": "1",
        "/data/c": "kept",
    }


def test_a_dynamic_default_is_worked_out_once_from_the_static_ones():
    event = f'<setvalue {FIRST} ref="/data/b" value="/data/a * 2"/>'
    form = form_of("<a>4</a><b/>", "", questions("a", "b"), event)
    draft = begin(form, {}, world())
    assert draft == {"/data/a": "4", "/data/b": "8"}
    assert change(form, draft, {"/data/a": "5"}, {}, world()) == {"/data/a": "5", "/data/b": "8"}


def test_what_a_phone_tells_of_itself_is_filled_in_where_it_is_known():
    bind = '<bind nodeset="/data/a" jr:preload="property" jr:preloadParams="deviceid"/>'
    form = form_of("<a/>", bind)
    assert begin(form, {}, world()) == {}
    assert begin(form, {}, replace(world(), properties={"deviceid": "ab1"})) == {"/data/a": "ab1"}
    assert [(said.code, said.path) for said in form.warnings] == [("not_filled", "/data/a")]


def household(count: str = ""):
    """Persons with a number of their own, each with children; a child's town begins as that of its parent."""
    nodes = "<n/><person><who>?</who><town/><kids/><child><name/><town/></child></person>"
    binds = """<bind nodeset="/data/person/kids" type="int"/><bind nodeset="/data/n" type="int"/>"""
    body = f"""{questions("n")}<group ref="/data/person"><repeat nodeset="/data/person" {count}>
      <setvalue {NEW} ref="/data/person/town" value="concat('town ', position(..))"/>
      <input ref="/data/person/who"/><input ref="/data/person/town"/><input ref="/data/person/kids"/>
      <group ref="/data/person/child"><repeat nodeset="/data/person/child" jr:count="/data/person/kids">
      <setvalue {NEW} ref="/data/person/child/town" value="../../town"/>
      <input ref="/data/person/child/name"/><input ref="/data/person/child/town"/></repeat></group>
      </repeat></group>"""
    return form_of(nodes, binds, body)


def test_each_new_round_begins_with_its_defaults():
    form = household()
    draft = begin(form, {}, world())
    assert (draft["/data/person/who"], draft["/data/person/town"]) == ("?", "town 1")
    draft = change(form, draft, {"/data/person[2]": ""}, {}, world())
    assert (draft["/data/person[2]/who"], draft["/data/person[2]/town"]) == ("?", "town 2")
    emptied = change(form, draft, {"/data/person[2]/who": "", "/data/person[2]/town": ""}, {}, world())
    assert emptied["/data/person[2]"] == ""
    again = change(form, emptied, {"/data/n": "1"}, {}, world())
    assert "/data/person[2]/who" not in again


def test_rounds_inside_rounds_are_as_many_as_each_says_and_begin_with_their_own_defaults():
    form = household()
    draft = change(form, begin(form, {}, world()), {"/data/person[2]": ""}, {}, world())
    draft = change(form, draft, {"/data/person/kids": "1", "/data/person[2]/kids": "2"}, {}, world())
    state = evaluate(form, draft, {}, world())
    names = [path for path, node in state.by_path.items() if node.name == "name" and node.is_relevant]
    assert names == [
        "/data/person/child/name",
        "/data/person[2]/child/name",
        "/data/person[2]/child[2]/name",
    ]
    assert draft["/data/person[2]/child[2]/town"] == "town 2"


def test_a_count_that_falls_and_rises_brings_the_same_answers_back():
    form = household('jr:count="/data/n"')
    draft = change(form, begin(form, {}, world()), {"/data/n": "2", "/data/person[2]/who": "B"}, {}, world())
    draft = change(form, draft, {"/data/n": "1"}, {}, world())
    assert "/data/person[2]/who" not in evaluate(form, draft, {}, world()).answers
    draft = change(form, draft, {"/data/n": "3"}, {}, world())
    answers = evaluate(form, draft, {}, world()).answers
    assert (answers["/data/person[2]/who"], answers["/data/person[3]/who"]) == ("B", "?")


def test_a_round_taken_away_lets_those_after_it_move_up():
    draft = {"/d/p/a": "1", "/d/p[2]/a": "2", "/d/p[3]/q[2]/b": "3", "/d/p[3]": "", "/d/pa": "x"}
    assert drop_round(draft, "/d/p[2]") == {"/d/p/a": "1", "/d/p[2]/q[2]/b": "3", "/d/p[2]": "", "/d/pa": "x"}
    assert drop_round(draft, "/d/p") == {"/d/p/a": "2", "/d/p[2]/q[2]/b": "3", "/d/p[2]": "", "/d/pa": "x"}


@given(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["a", "q[2]/b"]), st.text(max_size=3))),
    st.integers(1, 4),
)
def test_taking_a_round_away_loses_its_answers_and_no_others(answers, number):
    draft = {f"/d/p{'' if round_ == 1 else f'[{round_}]'}/{name}": value for round_, name, value in answers}
    gone = "/d/p" if number == 1 else f"/d/p[{number}]"
    kept = [value for path, value in draft.items() if not path.startswith(f"{gone}/")]
    assert list(drop_round(draft, gone).values()) == kept


@settings(deadline=None, max_examples=100)
@given(st.data(), random_forms.forms())
def test_a_draft_stands_until_something_is_answered(data, xml):
    form = read_form(xml)
    draft = begin(form, {}, world())
    for _ in range(data.draw(st.integers(0, 3))):
        paths = [node.path for node in form.nodes if not node.is_group and node.name != "instanceID"]
        draft = change(form, draft, data.draw(random_forms.answers(paths)), {}, world())
        assert change(form, draft, {}, {}, world()) == draft
        assert evaluate(form, draft, {}, world()).draft == draft


def test_what_is_worked_out_once_stands_and_is_believed():
    form = form_of(
        "<a/><b/>", '<bind nodeset="/data/b" calculate="once(concat(/data/a, \'!\'))"/>', questions("a")
    )
    draft = change(form, {"/data/a": "x", "/data/b": "x!"}, {"/data/a": "y"}, {}, world())
    assert draft == {"/data/a": "y", "/data/b": "x!"}
    assert check(form, draft, {}, world()).findings == ()


def test_a_chance_that_hid_questions_on_the_phone_is_not_drawn_again():
    form = form_of(
        "<a/>", '<bind nodeset="/data/a" relevant="random() &lt; 2" required="true()"/>', questions("a")
    )
    assert check(form, {}, {}, world()).findings == ()
    assert check(form, {"/data/a": "x"}, {}, world()).strings == {"/data/a": "x"}


def test_rounds_that_a_default_counts_begin_with_their_defaults_from_the_start():
    form = form_of(
        "<n>2</n><person><who>?</who><at/></person>",
        '<bind nodeset="/data/n" type="int"/>',
        f"""{questions("n")}<group ref="/data/person"><repeat nodeset="/data/person" jr:count="/data/n">
        <setvalue {NEW} ref="/data/person/at" value="concat('at ', position(..))"/>
        <input ref="/data/person/who"/><input ref="/data/person/at"/></repeat></group>""",
    )
    assert begin(form, {}, world()) == {
        "/data/n": "2",
        "/data/person/who": "?",
        "/data/person/at": "at 1",
        "/data/person[2]/who": "?",
        "/data/person[2]/at": "at 2",
    }
