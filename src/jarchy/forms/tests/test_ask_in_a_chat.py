"""A form asked as a conversation: numbered answers, back, help, stop, rounds of a repeat. Nothing is stored here."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jarchy.forms.faces.chat import Asker, Talk
from jarchy.xforms import engine
from jarchy.xforms.engine import ReadyLists
from jarchy.xforms.tests.small_forms import form_of, questions, world

REPEAT = """<group ref="/data/person"><label>Person</label><repeat nodeset="/data/person">
<input ref="/data/person/name"><label>Name</label></input><input ref="/data/person/age"><label>Age</label></input>
</repeat></group>"""
CHOICES = """<select1 ref="/data/kind"><label>Kind</label><item><label>Talk</label><value>talk</value></item>
<item><label>Film evening</label><value>film</value></item></select1>"""
SEVERAL = CHOICES.replace("select1", "select")


class Chat:
    """A person who reads and types."""

    def __init__(self, form, **more):
        self.asker = Asker(form, ReadyLists(form, {}), world(), form.language_names, **more)
        self.heard = self.asker.begin()

    def types(self, *texts: str) -> Chat:
        for text in texts:
            # A talk is kept as JSON between messages: it must come back as it was.
            talk = Talk.from_json(self.heard.talk.as_json())
            self.heard = self.asker.hear(talk, text)
        return self

    @property
    def reads(self) -> str:
        return self.heard.says

    @property
    def answers(self) -> dict[str, str]:
        return self.asker.counted(self.heard.talk)


def numbers_and_choice(body: str = CHOICES):
    return form_of(
        "<count/><kind/><why/>",
        '<bind nodeset="/data/count" type="int" required="true()" constraint=". &gt;= 0"/>'
        """<bind nodeset="/data/why" relevant="/data/kind = 'film'"/>""",
        questions("count") + body + questions("why"),
    )


def test_zero_is_an_answer_where_a_number_is_asked_and_goes_back_elsewhere():
    chat = Chat(numbers_and_choice())
    assert "count" in chat.reads and "00 goes back" in chat.reads
    chat.types("0")
    assert chat.answers == {"/data/count": "0"} and "1. Talk\n2. Film evening" in chat.reads
    assert "Now: 0" in chat.types("0").reads


def test_what_is_not_relevant_is_skipped():
    assert "Your answers" in Chat(numbers_and_choice()).types("3", "1").reads
    assert "why" in Chat(numbers_and_choice()).types("3", "2").reads


def test_a_wrong_answer_is_asked_again_with_the_reason_and_not_kept():
    chat = Chat(numbers_and_choice()).types("many")
    assert "whole number" in chat.reads and "count" in chat.reads and chat.answers == {}
    assert "1 to 2" in chat.types("5", "7").reads


def test_a_choice_may_be_written_in_words():
    assert Chat(numbers_and_choice()).types("1", "film").answers["/data/kind"] == "film"


def test_several_choices_are_several_numbers():
    chat = Chat(numbers_and_choice(SEVERAL)).types("1", "2, 1")
    assert chat.answers["/data/kind"] == "film talk"


def test_a_dot_keeps_what_stands_there_and_a_dash_leaves_it_out():
    chat = Chat(numbers_and_choice()).types("3", "2", "because", "0", ".")
    assert chat.answers["/data/why"] == "because"
    assert "/data/why" not in chat.types("0", "-").answers


def test_what_must_be_answered_cannot_be_left_out():
    assert "needs an answer" in Chat(numbers_and_choice()).types("-").reads


def test_help_says_the_question_again_and_the_keys():
    reads = Chat(numbers_and_choice()).types("?").reads
    assert "count" in reads and "stop ends" in reads


def test_stop_asks_whether_to_keep_it():
    chat = Chat(numbers_and_choice()).types("3", "STOP")
    assert "1. Keep it for later" in chat.reads
    assert "Kind" in chat.types("1", "hello again").reads or "no such choice" in chat.reads
    dropped = chat.types("stop", "2")
    assert dropped.heard.talk.is_over and dropped.answers == {}


def test_rounds_are_asked_for_one_by_one():
    chat = Chat(form_of("<person><name/><age/></person>", "", REPEAT))
    assert "Person Add one?" in chat.reads
    chat.types("1", "A", "30")
    assert "Another one?" in chat.reads
    chat.types("1", "B", "12", "2")
    assert chat.answers == {
        "/data/person/name": "A", "/data/person/age": "30", "/data/person[2]/name": "B", "/data/person[2]/age": "12",
    }  # fmt: skip
    assert chat.types("1").heard.talk.step == "sent"


def test_a_round_begins_with_its_defaults_and_an_answer_sets_another():
    sets = '<setvalue event="xforms-value-changed" ref="/data/person/age" value="7"/>'
    body = REPEAT.replace("<label>Name</label>", f"<label>Name</label>{sets}")
    chat = Chat(form_of("<person><name>Aida</name><age/></person>", "", body)).types("1", ".", ".", "1")
    assert "Now: Aida" in chat.reads
    assert "Now: 7" in chat.types("Bek").reads
    assert chat.answers["/data/person[2]/age"] == "7"


def test_a_round_taken_back_does_not_count():
    chat = Chat(form_of("<person><name/><age/></person>", "", REPEAT)).types("1", "A", "30", "1", "B")
    chat.types("0", "0", "2")
    assert chat.answers == {"/data/person/name": "A", "/data/person/age": "30"}


def test_one_answer_can_be_changed_before_sending():
    chat = Chat(numbers_and_choice()).types("3", "1", "2")
    assert "1. count: 3" in chat.reads
    chat.types("1", "4")
    assert "Your answers" in chat.reads and chat.answers["/data/count"] == "4"


def test_a_telephone_in_a_text_is_not_kept():
    chat = Chat(form_of("<why/>", "", questions("why"))).types("call 0555123456")
    assert "telephone" in chat.reads and chat.answers == {}


def test_a_form_that_needs_a_picture_says_so_before_it_begins():
    form = form_of(
        "<photo/>", '<bind nodeset="/data/photo" type="binary" required="true()"/>',
        '<upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>',
    )  # fmt: skip
    assert [node.name for node in Chat(form).asker.cannot()] == ["photo"]
    assert Chat(form, takes=frozenset(("picture",))).asker.cannot() == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["1", "2", "0", "00", "?", ".", "-", "+", "stop", "x", "7", "30", "film", ""]),
        max_size=40,
    )
)
def test_whatever_is_typed_is_answered_and_what_is_sent_fits(typed):
    form = form_of(
        "<count/><kind/><why/><person><name/><age/></person>",
        '<bind nodeset="/data/count" type="int" required="true()" constraint=". &gt;= 0"/>'
        """<bind nodeset="/data/why" relevant="/data/kind = 'film'"/><bind nodeset="/data/person/age" type="int"/>""",
        questions("count") + SEVERAL + questions("why") + REPEAT,
    )  # fmt: skip
    chat = Chat(form)
    for text in typed:
        chat.types(text)
        assert chat.reads.strip()
    if chat.heard.talk.step == "sent":
        assert engine.check(form, chat.answers, {}, world()).findings == ()


@pytest.mark.parametrize("text", ["18.10.2018", "2018-10-18", "18/10/2018"])
def test_a_day_is_understood_as_people_write_it(text):
    form = form_of("<day/>", '<bind nodeset="/data/day" type="date"/>', questions("day"))
    assert Chat(form).types(text).answers == {"/data/day": "2018-10-18"}
