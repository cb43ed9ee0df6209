"""Any published form is filled in on the web without script: all kinds of questions, rounds within rounds, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jarchy.forms.actions import answers_of, publish_form, start_draft
from jarchy.forms.models import Draft, DraftFile, Submission
from jarchy.forms.tests.walker import Person, book, png
from jarchy.foundation import files
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.sealing import unseal
from jarchy.xforms.finding import FormRefused
from jarchy.xforms.reading import read_form
from jarchy.xforms.workbook import compile_workbook

BY = house("test")
HEAD = ("type", "name", "label", "relevant", "appearance", "parameters", "required", "guidance_hint", "media::image",
        "media::audio", "repeat_count", "readonly", "default", "calculation", "trigger")  # fmt: skip
ALL = [
    HEAD,
    ("note", "hello", "Welcome <b>&", "", "", "", "", "", "welcome.png", "hello.mp3"),
    ("text", "go", "Where to?", "", "", "", "yes", "The nearest village."),
    ("text", "story", "Long", "", "multiline"),
    ("begin group", "numbers", "Numbers", "", "field-list"),
    ("integer", "n", "Whole"),
    ("decimal", "d", "With a point"),
    ("range", "r", "From one to five", "", "", "start=1 end=5 step=1"),
    ("range", "wide", "Warmth", "", "", "start=-50 end=50 step=0.5"),
    ("date", "day", "Day"),
    ("time", "clock", "Time"),
    ("dateTime", "moment", "Moment"),
    ("end group",),
    ("begin group", "choosing", "Choosing", "", "field-list"),
    ("select_one yn", "one", "One"),
    ("select_one yn", "mini", "One of a list", "", "minimal"),
    ("select_one yn or_other", "ot", "One or another"),
    ("select_multiple yn", "many", "Many"),
    ("rank abc", "order", "In order"),
    ("select_one yn", "lik", "How much?", "", "likert"),
    ("acknowledge", "ack", "I have understood"),
    ("integer", "fixed", "Fixed", "", "", "", "", "", "", "", "", "yes", "7"),
    ("end group",),
    ("begin group", "table", "Table", "", "table-list"),
    ("select_one yn", "t1", "Row one"),
    ("select_one yn", "t2", "Row two"),
    ("end group",),
    ("barcode", "bar", "Barcode"),
    ("geopoint", "place", "Place"),
    ("geotrace", "way", "Way"),
    ("geoshape", "field", "Field"),
    ("image", "photo", "Photo"),
    ("audio", "sound", "Sound"),
    ("video", "film", "Film"),
    ("file", "paper", "Paper"),
    ("begin repeat", "person", "Person"),
    ("text", "name", "Name", "", "", "", "yes"),
    ("image", "face", "Picture"),
    ("begin repeat", "child", "Child"),
    ("text", "name", "Its name"),
    ("integer", "age", "Age", "", "", "", "yes"),
    ("end repeat",),
    ("end repeat",),
    ("begin repeat", "time", "Time", "", "", "", "", "", "", "", "${n}"),
    ("text", "how", "How was it?", "", "", "", "", "", "", "", "", "", "well"),
    ("end repeat",),
    ("calculate", "people", "", "", "", "", "", "", "", "", "", "", "", "count(${person})"),
    ("calculate", "stamp", "", "", "", "", "", "", "", "", "", "", "", "concat(${go}, '!')", "${go}"),
    ("note", "bye", "${people} people"),
]  # fmt: skip
CHOICES = [("yn", "yes", "Yes"), ("yn", "no", "No"), ("abc", "a", "A"), ("abc", "b", "B"), ("abc", "c", "C")]
SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "data" / "samples" / "xlsforms"


def published(world, rows, choices=(), **brought):
    return publish_form(world.edition, book(rows, choices), by=BY, brought=brought).version


@pytest.fixture
def everything(world):
    brought = {"welcome.png": png(), "hello.mp3": b"ID3"}
    return published(world, ALL, CHOICES, **brought)


@pytest.fixture
def person(world, everything):
    return Person(world.aigul, "any").begin()


HOUSEHOLDS = [
    HEAD, ("begin repeat", "person", "Person"), ("text", "name", "Name", "", "", "", "yes"), ("image", "face", "Face"),
    ("begin repeat", "child", "Child"), ("text", "name", "Its name", "", "", "", "yes"), ("end repeat",),
    ("end repeat",), ("calculate", "people", "", "", "", "", "", "", "", "", "", "", "", "count(${person})"),
    ("text", "end", "End", "${people} != 1"),
]  # fmt: skip


@pytest.fixture
def household(world):
    published(world, HOUSEHOLDS)
    return Person(world.aigul, "any").begin()


def test_all_kinds_of_questions_from_the_first_to_received(world, person):
    person.walk()
    draft = Draft.objects.get()
    person.send()
    assert "Received" in person.text, person.text
    kept = Submission.objects.get()
    assert kept.findings == []
    said = kept.answers
    assert {name: said[name] for name in ("go", "stamp", "n", "d", "r", "wide", "fixed", "people")} == {
        "go": "Osh", "stamp": "Osh!", "n": "2", "d": "2.5", "r": "2", "wide": "-49.5", "fixed": "7", "people": "2",
    }  # fmt: skip
    assert (said["order"], said["many"], said["ack"]) == ("c b a", "yes", "OK")
    assert (said["moment"], said["clock"], said["place"]) == ("2018-11-05T10:30", "10:30", "42.87 74.59 0 0")
    assert said["field"] == "42 74 0 0; 42.1 74.1 0 0; 42 74.1 0 0; 42 74 0 0"
    rounds = {
        path: text for path, text in said.items() if path.startswith("/data/person") and "face" not in path
    }
    assert rounds == {
        "/data/person/name": "Osh", "/data/person[2]/name": "Osh",
        "/data/person/child/name": "Osh", "/data/person/child/age": "2",
        "/data/person/child[2]/name": "Osh", "/data/person/child[2]/age": "2",
        "/data/person[2]/child/name": "Osh", "/data/person[2]/child/age": "2",
        "/data/person[2]/child[2]/name": "Osh", "/data/person[2]/child[2]/age": "2",
    }  # fmt: skip
    assert (said["/data/time/how"], said["/data/time[2]/how"]) == ("well", "well")
    assert kept.instance_id == draft.instance_id


def test_files_come_as_they_were_sent_and_only_pictures_are_cleaned(world, person):
    person.walk().send()
    kept = Submission.objects.get()
    sealed = {row.name: row for row in kept.attachments.filter(is_sealed=True)}
    assert set(sealed) == {kept.answers[name] for name in ("sound", "film", "paper")}
    assert kept.answers["sound"].endswith(".3gp") and "my note" not in kept.body
    with files.open_kept(sealed[kept.answers["sound"]].file_hash) as one:
        assert unseal(one.read()) == b"/data/sound audio"
    assert kept.attachments.filter(is_sealed=False).count() == 2, "one photo, and one picture for both rounds"


def test_the_page_before_sending_shows_rounds_and_files(person):
    person.walk()
    for said in ("Person 2 › Child 2", "42.87, 74.59", "5 November 2018, 10:30", "Film", "2 in all"):
        assert said in person.text, said
    (sound,) = re.findall(r'href="([^"]*)">sound-', person.text)
    answer = person.client.get(sound)
    assert answer["Content-Disposition"].startswith("attachment") and answer.content == b"/data/sound audio"


def test_a_question_whose_name_is_a_button_of_ours_or_stands_twice_has_a_key_of_its_own(person):
    person.press()
    assert all(key != "go" for key in person.shown())
    person.walk(rounds=1)
    keys = {person.asking.key(path) for path in person.asking.state.by_path}
    assert len(keys) == len(person.asking.state.by_path)


def test_pictures_and_sounds_of_labels_come_with_the_page(person):
    (picture,) = re.findall(r'<img src="([^"]*welcome.png)/"', person.text)
    answer = person.client.get(f"{picture}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "Welcome &lt;b&gt;&amp;" in person.text and "hello.mp3" in person.text
    assert "The nearest village." in person.text


def test_a_drawing_that_could_hold_a_script_is_only_handed_out(world):
    rows = [HEAD, ("note", "hello", "Hello", "", "", "", "", "", "a.svg"), ("text", "name", "Name")]
    published(world, rows, **{"a.svg": b"<svg><script/></svg>"})
    person = Person(world.aigul, "any").begin()
    assert "<img" not in person.text.partition('id="form-page"')[2]
    answer = person.client.get(f"{person.path.removesuffix('1/')}media/a.svg/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_another_round_and_one_less_after_a_question(household):
    household.press(**{household.shown()[0]: "Aida"}).press()
    assert "Person 1 › Child 1" in " ".join(household.text.split())
    household.press(**{household.shown()[0]: "Nur"}).press().press("add:1")
    assert household.shown() and "Person 2" in household.text
    household.press(**{household.shown()[0]: "Bek"})
    assert answers_of(Draft.objects.get())["/data/person[2]/name"] == "Bek"
    hub = household.path
    (leave,) = re.findall(r'href="([^"]*\?away=\d+)"', household.text)
    household.open(leave)
    assert "This cannot be undone" in household.text
    assert answers_of(Draft.objects.get())["/data/person[2]/name"] == "Bek", f"asking {hub} is not doing"


def test_a_round_taken_away_lets_the_next_one_move_up(household):
    household.walk()
    draft = Draft.objects.get()
    hub = household.asking.page_at("/data/person?")
    base = household.path.removesuffix("send/")
    household.open(f"{base}{hub}/?away=1").press("gone:1")
    said = answers_of(Draft.objects.get())
    assert "/data/person/name" in said and not any(path.startswith("/data/person[2]/") for path in said)
    assert draft.files.count() == 1


def test_no_round_at_all_is_an_answer(world, household):
    hub = household.asking.page_at("/data/person?")
    household.open(household.path.replace("/1/", f"/{hub}/") + "?away=1").press("gone:1")
    assert "There is none so far." in household.text
    household.press()
    assert household.shown() == ["end"], "the form counts no person"
    household.press(end="x").send()
    assert Submission.objects.get().answers == {"people": "0", "end": "x"}


def test_the_first_round_begins_again_as_the_form_says(world):
    rows = [HEAD, ("begin repeat", "p", "P"), ("text", "how", "How?", *[""] * 9, "well"), ("end repeat",)]
    published(world, rows)
    person = Person(world.aigul, "any").begin()
    hub = person.path.replace("/1/", "/2/")
    person.open(f"{hub}?away=1").press("gone:1").press("add:0")
    assert 'value="well"' in person.text


def test_two_taps_on_yes_add_one_round(household):
    household.press(**{household.shown()[0]: "Aida"}).press()
    household.press(**{household.shown()[0]: "Nur"})
    path = household.path
    household.press("add:1")
    again = household.client.post(path, {"go": "add:1"}, follow=True)
    assert again.request["PATH_INFO"] == household.path
    assert "/data/person/child[3]" not in answers_of(Draft.objects.get())


def test_an_order_needs_a_number_of_its_own_for_each(person):
    person.walk()
    number = next(n for n, page in enumerate(person.asking.pages, 1) if page.path == "/data/choosing")
    person.open(person.path.replace("send", str(number)))
    person.press(**{"order-at-a": "1", "order-at-b": "1", "order-at-c": ""})
    assert person.page.status_code == 422
    assert "Give each one a number of its own, from 1 to 3." in person.text
    assert answers_of(Draft.objects.get())["order"] == "c b a", "the order before stands until it is whole"


def test_a_file_that_is_too_large_or_empty_is_said_at_the_question(person, monkeypatch):
    monkeypatch.setattr("jarchy.forms.faces.uploads.MOST_FILE_BYTES", 10)
    while "sound" not in person.shown():
        person.press(**person.answers())
    person.press(sound=SimpleUploadedFile("a.mp3", b"x" * 11))
    assert person.page.status_code == 422 and "is larger than" in person.text
    person.press(sound=SimpleUploadedFile("a.mp3", b""))
    assert not DraftFile.objects.filter(name__startswith="sound").exists()


def test_a_file_taken_away_is_gone(person):
    person.walk()
    number = next(n for n, page in enumerate(person.asking.pages, 1) if page.path == "/data/sound")
    person.open(person.path.replace("send", str(number))).press("stay", **{"sound-away": "1"})
    assert not DraftFile.objects.filter(name__startswith="sound").exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("42.87 74.59", "42.87 74.59 0 0"), ("42,87 74,59", "42.87 74.59 0 0"),
        ("42.871234, 74.591234, 760, 12", "42.871234 74.591234 760 12"), ("north", None), ("95, 74", None),
    ],
)  # fmt: skip
def test_a_place_is_understood_as_people_write_it(world, typed, kept):
    published(world, [HEAD, ("geopoint", "place", "Place")])
    person = Person(world.aigul, "any").begin().press(place=typed)
    if kept is None:
        assert "Write latitude and longitude" in person.text and typed in person.text
    else:
        assert answers_of(Draft.objects.get())["place"] == kept


def test_what_only_a_phone_does_is_said_before_one_begins(world):
    published(world, [HEAD, ("image", "sign", "Your signature", "", "signature"), ("text", "end", "End")])
    assert "Your signature" in Person(world.aigul, "any").text


def test_a_correction_has_the_rounds_and_files_that_were_sent(world, person, everything):
    person.walk().send()
    first = Submission.objects.get()
    draft = start_draft(world.edition, "any", by=world.aigul, organisation=world.naryn, corrects=first)
    said = answers_of(draft)
    assert said["/data/person[2]/child[2]/age"] == "2"
    assert {file.name for file in draft.files.all()} >= {said["sound"], said["photo"]}
    person.open(f"{person.start}{draft.uuid}/send/").send()
    assert Submission.objects.filter(replaces=first).exists()


# Why it cannot be sent through the web.
NOT_HERE = {
    "bug-UCL_Biomass_Plot_Form.xlsx": "must have a person's telephone, which no text of ours may hold"
}


def samples():
    return sorted(SAMPLES.glob("*.xls*")) if SAMPLES.exists() else []


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_real_workbooks_are_filled_in_and_sent(world, path):
    try:
        compiled = compile_workbook(path.read_bytes())
        form = read_form(compiled.xml)
    except FormRefused as refused:
        pytest.skip(f"refused: {refused}")
    if reason := NOT_HERE.get(path.name):
        pytest.skip(reason)
    rows = b"name,label,name_key,fruits_key,fruit\na,A,mango,mango,Mango\nb,B,b,b,B\n"
    brought = dict.fromkeys(form.lists, rows)
    try:
        version = publish_form(
            world.edition, path.read_bytes(), by=BY, brought=brought, name=path.name
        ).version
    except ProblemRaised as problem:
        pytest.skip(str(problem))
    person = Person(world.aigul, version.form_id).begin().walk(rounds=1).send()
    assert "Received" in person.text, re.findall(r'class="why"[^>]*>([^<]*)', person.text)
    assert Submission.objects.get().findings == []
