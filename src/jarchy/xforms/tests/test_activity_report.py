"""The activity report of kg-2018, asked and checked whole: its counts are those that its page promises."""

from datetime import date

import pytest

from jarchy.xforms.engine import ReadyLists, begin, check, evaluate, finish, pages
from jarchy.xforms.reading import read_form
from jarchy.xforms.tests import kg2018
from jarchy.xforms.tests.small_forms import world
from jarchy.xforms.workbook import compile_workbook

needs_page = pytest.mark.skipif(
    not kg2018.PAGE.exists(), reason="the page of kg-2018 is not beside this checkout"
)

WHO = {"cohosts": "none", "languages": "ky", "guests": "none", "total": "40", "counted": "heads"}
UNPLANNED = WHO | {
    "activity": "new",
    "adm1": "KG04000000000",
    "adm2": "KG04210000000",
    "settlement": "s1",
    "venue": "school",
    "kind": "talk",
    "topics": "migration trafficking",
    "photo": "back.jpg",
    "faces": "no",
}
AS_PLANNED = WHO | {"activity": "a1", "as_planned": "yes", "photo": "back.jpg", "faces": "no"}


@pytest.fixture(scope="module", params=["page", "campaign"])
def form(request):
    if request.param == "campaign":
        return read_form(compile_workbook(kg2018.CAMPAIGN.read_bytes()).xml)
    if not kg2018.PAGE.exists():
        pytest.skip("the page of kg-2018 is not beside this checkout")
    return read_form(compile_workbook(kg2018.activity_report()).xml)


@pytest.fixture(scope="module")
def lists(form):
    return ReadyLists(form, kg2018.LISTS)


def answered(form, lists, answers):
    """A report begun and answered by name."""
    return begin(form, lists, world()) | {form.named(name).path: value for name, value in answers.items()}


def sent(form, lists, answers):
    """The same without what is not asked: no phone sends that."""
    draft = answered(form, lists, answers)
    state = evaluate(form, draft, lists, world()).by_path
    return {path: value for path, value in draft.items() if state[path].is_relevant}


def asked(form, lists, answers):
    return [
        question.name for question in evaluate(form, answered(form, lists, answers), lists, world()).questions
    ]


def faults(form, lists, answers):
    found = check(form, sent(form, lists, answers), lists, world()).findings
    return [(finding.code, finding.path.rpartition("/")[2]) for finding in found]


def test_26_questions_are_in_the_file(form):
    assert len(form.questions) == 26
    assert form.languages == ("en", "ru", "ky") and form.default_language == "ky"
    assert form.lists == {"activities.csv", "adm2.csv", "settlements.csv", "organisations.csv"}


def test_25_are_asked_when_it_was_not_in_the_plan(form, lists):
    found = asked(form, lists, UNPLANNED)
    assert len(found) == 25
    assert "as_planned" not in found


def test_19_are_asked_when_it_was_held_as_planned(form, lists):
    assert len(asked(form, lists, AS_PLANNED)) == 19


def test_16_are_asked_of_a_street_action_without_a_photo(form, lists):
    found = asked(form, lists, AS_PLANNED | {"activity": "a2", "photo": "", "faces": ""})
    assert len(found) == 16
    assert "host_phone" not in found and "first_time" not in found


def test_11_are_asked_when_nobody_came(form, lists):
    found = asked(form, lists, AS_PLANNED | {"total": "0", "counted": "", "photo": "", "faces": ""})
    assert len(found) == 11


def test_in_bishkek_the_district_is_not_asked(form, lists):
    found = asked(form, lists, UNPLANNED | {"adm1": "KG11000000000", "adm2": "", "settlement": ""})
    assert "adm2" not in found and "settlement" not in found


def test_venue_and_kind_come_from_the_plan(form, lists):
    state = evaluate(form, answered(form, lists, AS_PLANNED), lists, world())
    assert state.answers["/data/venue_is"] == "school"
    assert state.answers["/data/kind_is"] == "talk"


def test_districts_follow_the_region(form, lists):
    state = evaluate(form, answered(form, lists, UNPLANNED), lists, world())
    assert [choice.label("ky", "ky") for choice in state.by_path["/data/what/adm2"].choices] == [
        "Ат-Башы",
        "Нарын району",
    ]
    assert [choice.name for choice in state.by_path["/data/what/settlement"].choices] == ["s1"]


def test_a_whole_report_has_nothing_wrong(form, lists):
    checked = check(form, sent(form, lists, UNPLANNED), lists, world())
    assert checked.findings == ()
    assert checked.values["/data/people/total"] == 40
    assert checked.values["/data/what/topics"] == ("migration", "trafficking")
    assert checked.values["/data/what/held_on"] == date(2018, 11, 5)


def test_a_new_report_begins_with_today_one_session_and_nothing_handed_out(form, lists):
    begun = begin(form, lists, world())
    assert begun["/data/what/held_on"] == "2018-11-05"
    assert begun["/data/who/sessions"] == "1"
    assert begun["/data/proof/handed_out"] == "0"
    assert begun["/data/username"] == "aigul"
    assert finish(form, begun, world())["/data/end"].startswith("2018-11-05T12:00")


def test_an_empty_report_says_at_once_all_that_is_missing(form, lists):
    found = check(form, sent(form, lists, {}), lists, world()).findings
    assert {finding.code for finding in found} == {"required"}
    names = [finding.path.rpartition("/")[2] for finding in found]
    # Nothing chosen is not "new", so that whoever chose nothing is asked whether it went as planned.
    assert names == ["activity", "as_planned", "cohosts", "languages", "guests", "total"]


def test_women_and_ages_must_not_exceed_the_total(form, lists):
    many = {"women": "41", "age_0_13": "30", "age_14_17": "10", "age_18_28": "1"}
    assert faults(form, lists, AS_PLANNED | many) == [("constraint", "women"), ("constraint", "age_18_28")]


def test_ages_left_empty_are_unknown_and_not_wrong(form, lists):
    assert faults(form, lists, AS_PLANNED | {"age_18_28": "40"}) == []


def test_only_us_and_others_cannot_both_be(form, lists):
    (finding,) = check(
        form, sent(form, lists, AS_PLANNED | {"cohosts": "none org-02"}), lists, world()
    ).findings
    assert finding.code == "constraint"
    assert finding.message["ky"].startswith("Же «биз гана»")


def test_a_photo_with_children_cannot_be_sent(form, lists):
    assert faults(form, lists, AS_PLANNED | {"faces": "children"}) == [("constraint", "faces")]


def test_a_day_that_has_not_come_is_refused(form, lists):
    held = UNPLANNED | {"held_on": "2018-11-06"}
    assert faults(form, lists, held) == [("constraint", "held_on")]


@pytest.mark.parametrize("phone", ["0555123456", "+996555123456"])
def test_a_host_phone_is_ten_digits_or_with_the_country(form, lists, phone):
    assert faults(form, lists, AS_PLANNED | {"host_phone": phone}) == []
    assert faults(form, lists, AS_PLANNED | {"host_phone": phone + "7"}) == [("constraint", "host_phone")]


def test_a_district_of_another_region_is_not_among_the_choices(form, lists):
    wrong = UNPLANNED | {"adm2": "KG07215000000", "settlement": "s2"}
    assert faults(form, lists, wrong) == [("choice", "adm2")]


def test_what_is_no_number_is_said_once(form, lists):
    assert faults(form, lists, AS_PLANNED | {"total": "many", "counted": ""}) == [("type", "total")]


def test_what_is_not_asked_stays_in_the_draft_and_out_of_the_result(form, lists):
    answers = answered(form, lists, UNPLANNED | {"activity": "a1", "as_planned": "yes"})
    state = evaluate(form, answers, lists, world())
    assert "/data/what/venue" not in state.answers
    assert state.draft["/data/what/venue"] == "school"
    assert evaluate(form, state.draft, lists, world()).draft == state.draft


def test_an_answer_to_a_question_that_does_not_exist_is_never_dropped_silently(form, lists):
    answers = sent(form, lists, AS_PLANNED) | {"/data/what/secret": "1"}
    (finding,) = check(form, answers, lists, world()).findings
    assert (finding.code, finding.path, finding.value) == ("unknown_path", "/data/what/secret", "1")


def test_what_the_phone_computed_otherwise_is_said(form, lists):
    answers = sent(form, lists, AS_PLANNED) | {"/data/kind_is": "street"}
    checked = check(form, answers, lists, world())
    assert [(f.code, f.value) for f in checked.findings] == [("computed_otherwise", "street")]
    assert checked.strings["/data/kind_is"] == "talk"


def test_it_is_asked_on_four_pages_the_note_with_the_first(form, lists):
    state = evaluate(form, answered(form, lists, AS_PLANNED), lists, world())
    found = pages(form, state)
    assert [(page.title("ru"), len(page.questions)) for page in found] == [
        ("Что и где", 3),
        ("Кто", 4),
        ("Сколько", 8),
        ("Напоследок", 5),
    ]
    assert found[0].questions[0].name == "intro"


@needs_page
def test_the_check_by_telephone_asks_more_the_more_was_learnt():
    form = read_form(compile_workbook(kg2018.telephone_check()).xml)
    assert len(form.questions) == 8

    def asked_with(**answers):
        by_path = {form.named(name).path: value for name, value in answers.items()}
        return [question.name for question in evaluate(form, by_path, {}, world()).questions]

    assert asked_with(reached="no_answer") == ["reached"]
    assert asked_with(reached="spoke") == ["reached", "who", "held"]
    assert len(asked_with(reached="spoke", held="yes")) == 8
