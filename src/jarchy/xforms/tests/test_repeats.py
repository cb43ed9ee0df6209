"""Rounds of a repeat: each is asked, computed and checked by itself."""

from jarchy.xforms.engine import check, evaluate, pages
from jarchy.xforms.instance import read_submission, write_submission
from jarchy.xforms.reading import read_form
from jarchy.xforms.tests.form_corpus import MILLIONS
from jarchy.xforms.tests.small_forms import form_of, questions, world

PEOPLE = "<count/><person><name/><age/><adult/></person><total/><second/>"
BINDS = """<bind nodeset="/data/person/age" type="int" relevant="/data/person/name != ''" constraint=". &lt; 120"/>
<bind nodeset="/data/person/adult" calculate="if(../age >= 18, 'yes', 'no')"/>
<bind nodeset="/data/person/name" required="true()"/>
<bind nodeset="/data/total" calculate="sum(/data/person/age)"/>
<bind nodeset="/data/second" calculate="indexed-repeat(/data/person/name, /data/person, 2)"/>"""
BODY = """<group ref="/data/person"><label>Person</label><repeat nodeset="/data/person"{count}>
<input ref="/data/person/name"><label>Name</label></input><input ref="/data/person/age"><label>Age</label></input>
</repeat></group>"""
TWO = {
    "/data/person/name": "A",
    "/data/person/age": "30",
    "/data/person[2]/name": "B",
    "/data/person[2]/age": "12",
}


def people(count: str = ""):
    return form_of(PEOPLE, BINDS, questions("count") + BODY.format(count=count))


def test_each_round_is_computed_from_its_own_answers():
    answers = evaluate(people(), TWO, {}, world()).answers
    assert (answers["/data/person/adult"], answers["/data/person[2]/adult"]) == ("yes", "no")
    assert answers["/data/total"] == "42"
    assert answers["/data/second"] == "B"


def test_an_absolute_path_inside_means_this_round():
    answers = TWO | {"/data/person[2]/name": ""}
    state = evaluate(people(), answers, {}, world())
    assert state.by_path["/data/person/age"].is_relevant
    assert not state.by_path["/data/person[2]/age"].is_relevant
    assert state.answers["/data/total"] == "30"


def test_a_fault_names_its_round():
    checked = check(people(), TWO | {"/data/person[2]/age": "121"}, {}, world())
    assert [(f.code, f.path) for f in checked.findings] == [("constraint", "/data/person[2]/age")]


def test_no_round_at_all_is_not_one_that_was_forgotten():
    assert check(people(), {"/data/count": "0"}, {}, world()).findings == ()


def test_a_count_makes_as_many_rounds():
    form = people(' jr:count="/data/count"')
    state = evaluate(form, {"/data/count": "3"}, {}, world())
    rounds = [path for path, node in state.by_path.items() if node.name == "name" and node.is_relevant]
    assert rounds == ["/data/person/name", "/data/person[2]/name", "/data/person[3]/name"]


def test_what_is_beyond_the_count_stays_in_the_draft_only():
    state = evaluate(people(' jr:count="/data/count"'), TWO | {"/data/count": "1"}, {}, world())
    assert "/data/person[2]/name" not in state.answers
    assert state.draft["/data/person[2]/name"] == "B"


def test_a_count_that_nobody_could_mean_is_bounded():
    state = evaluate(people(' jr:count="/data/count"'), {"/data/count": "999999999"}, {}, world())
    assert sum(node.name == "person" for node in state.by_path.values()) == 1000


def test_a_round_that_nobody_could_have_filled_in_is_a_finding():
    checked = check(people(), {"/data/person[99999]/name": "x"}, {}, world())
    assert [f.code for f in checked.findings] == ["unknown_path"]


def test_each_round_is_a_page():
    form = people()
    found = pages(form, evaluate(form, TWO, {}, world()))
    assert [page.path for page in found] == ["/data/count", "/data/person", "/data/person[2]"]


def test_rounds_are_written_one_after_the_other_and_read_again():
    form = people()
    body = write_submission(form, TWO, {"instanceID": "uuid:1"})
    answers = read_submission(body).answers
    assert {path: value for path, value in answers.items() if value} == TWO


def test_rounds_inside_rounds_stop_before_they_fill_the_memory():
    state = evaluate(read_form(MILLIONS), {"/data/n": "1000"}, {}, world())
    assert 100_000 < len(state.by_path) < 110_000
