"""The Secretariat publishes a workbook: it is asked from then on, older versions go on answering, files come along."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import Workbook

from jarchy.charter.folder.base import Folder
from jarchy.forms import folder
from jarchy.forms.actions import publish_form, receive_submissions
from jarchy.forms.actions.prepare import Incoming
from jarchy.forms.exporting import write_export
from jarchy.forms.listing import list_submissions
from jarchy.forms.models import FormVersion, Submission
from jarchy.forms.tests import tiny
from jarchy.forms.tests.conftest import person
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised

BY = house("test")
SURVEY = [
    ("type", "name", "label", "relevant", "media::image"),
    ("select_one_from_file schools.csv", "school", "Which school?", "", "logo.png"),
    ("begin repeat", "class", "Class"),
    ("text", "name", "Its name"),
    ("begin repeat", "pupil", "Pupil"),
    ("integer", "age", "Age"),
    ("end repeat",),
    ("end repeat",),
    ("begin group", "end", "To finish"),
    ("text", "name", "Name of the head"),
    ("end group",),
]
SCHOOLS = b"name,label\ns1,School 1\ns2,School 2\n"


def survey(version: str = "1", more: tuple = ()) -> bytes:
    book = Workbook()
    book.remove(book.active)
    settings = [("form_id", "version", "form_title"), ("school_survey", version, "Schools")]
    for title, rows in (("survey", [*SURVEY, *more]), ("settings", settings)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def filled(key: str, school: str = "s1", version: str = "1") -> bytes:
    return f"""<data xmlns:orx="http://openrosa.org/xforms" id="tiny_school_survey" version="{version}">
<school>{school}</school>
<class><name>5A</name><pupil><age>11</age></pupil><pupil><age>12</age></pupil></class>
<class><name>5B</name><pupil><age>10</age></pupil></class>
<end><name>=1+1</name></end><orx:meta><orx:instanceID>{key}</orx:instanceID></orx:meta></data>""".encode()


def send(world, *bodies):
    return receive_submissions([Incoming(body, {}, "phone", "tiny") for body in bodies], by=world.aigul)


def problem_of(call, *args, **more) -> str:
    with pytest.raises(ProblemRaised) as raised:
        call(*args, **more)
    return raised.value.code


@pytest.fixture
def published(world):
    return publish_form(world.edition, survey(), by=BY, brought={"schools.csv": SCHOOLS})


def test_a_list_that_is_missing_stops_it_and_a_picture_is_only_named(world):
    assert problem_of(publish_form, world.edition, survey(), by=BY) == "forms.lists_missing"
    made = publish_form(world.edition, survey(), by=BY, brought={"schools.csv": SCHOOLS})
    assert made.missing == ["logo.png"] and made.is_new
    again = publish_form(world.edition, survey(), by=BY, brought={"logo.png": b"\x89PNG"})
    assert again.missing == [] and not again.is_new


def test_a_new_version_takes_over_the_files_and_the_old_one_goes_on_answering(world, published):
    newer = publish_form(world.edition, survey("2", [("text", "more", "More?")]), by=BY)
    assert newer.version.is_current
    first, second = send(world, filled("uuid:a"), filled("uuid:b", version="2"))
    assert (
        first.submission.form_version == published.version and second.submission.form_version == newer.version
    )
    assert (list(first.findings), list(second.findings)) == ([], [])


def test_another_form_under_the_same_version_is_refused(world, published):
    assert problem_of(publish_form, world.edition, survey("1", [("text", "more", "More?")]), by=BY) == (
        "forms.version_taken"
    )


def test_only_the_secretariat_publishes(world):
    assert problem_of(publish_form, world.edition, survey(), by=world.bakyt) == "forms.may_not_publish"


def test_a_workbook_without_a_version_gets_one_from_what_it_says(world):
    brought = {"schools.csv": SCHOOLS}
    first = publish_form(world.edition, survey(""), by=BY, brought=brought)
    assert not publish_form(world.edition, survey(""), by=BY, brought=brought).is_new
    other = publish_form(world.edition, survey("", [("text", "more", "More?")]), by=BY)
    assert other.is_new and other.version.version != first.version.version
    assert f'version="{other.version.version}"' in other.version.xform
    assert [found.code for found in first.advice][:1] == ["no_version"]


def test_a_purpose_that_nothing_takes_is_refused(world):
    assert (
        problem_of(publish_form, world.edition, survey(), by=BY, purpose="harvest") == "forms.purpose_unknown"
    )


@pytest.mark.parametrize("data", [b"", b"name,name\ns1,x\n", "name,label\ns1,Мектеп\n".encode("cp1251")])
def test_a_list_that_cannot_be_read_is_named(world, data):
    code = problem_of(publish_form, world.edition, survey(), by=BY, brought={"schools.csv": data})
    assert code == "forms.list_unreadable"


def test_a_choice_is_judged_by_the_list_that_was_published(world, published):
    (kept,) = send(world, filled("uuid:a", school="s9"))
    assert [found["code"] for found in kept.findings] == ["answer.choice"]


def test_loading_the_folder_neither_retires_nor_overwrites_what_was_published(world, published):
    newer = publish_form(world.edition, tiny.workbook(version="2018090102"), by=BY, purpose="activity_report")
    assert newer.version.is_current
    with pytest.raises(ProblemRaised) as raised:
        tiny.load(world.edition, tiny.workbook())
    assert raised.value.code == "forms.newer_here"
    saved = Folder({})
    folder.save(world.edition, saved)
    assert list(saved.files) == ["forms/activity_report.xlsx"]
    tiny.load(world.edition, saved.files["forms/activity_report.xlsx"])
    tiny.load(world.edition, tiny.workbook(version="2018090103"))
    assert FormVersion.objects.get(pk=published.version.pk).is_current


def test_answers_of_rounds_and_of_two_questions_of_one_name_stay_apart(world, published):
    (kept,) = send(world, filled("uuid:a"))
    assert kept.submission.answers == {
        "school": "s1", "/data/class/name": "5A", "/data/class/pupil/age": "11", "/data/class/pupil[2]/age": "12",
        "/data/class[2]/name": "5B", "/data/class[2]/pupil/age": "10", "/data/end/name": "=1+1",
    }  # fmt: skip


def test_the_list_goes_on_after_a_key_and_says_how_many_there_are(world, published):
    send(world, *(filled(f"uuid:{number}") for number in range(5)))
    first = list_submissions(world.edition, "school_survey", limit=3, is_counted=True)
    assert (first.count, [row["instance_id"] for row in first.submissions]) == (
        5,
        ["uuid:0", "uuid:1", "uuid:2"],
    )
    rest = list_submissions(world.edition, "school_survey", after=first.next, limit=3)
    assert (rest.next, rest.count, len(rest.submissions)) == (None, None, 2)


def test_the_export_has_a_file_for_each_repeat_whose_rows_name_their_parent(world, published):
    send(world, filled("uuid:a"), filled("uuid:b", school="s2"))
    out = io.BytesIO()
    assert write_export(world.edition, "school_survey", out) == 2
    tables = tables_of(out.getvalue())
    assert set(tables) == {"school_survey.csv", "school_survey-class.csv", "school_survey-class-pupil.csv"}
    main = tables["school_survey.csv"]
    assert [row["school"] for row in main] == ["s1", "s2"]
    assert main[0]["end-name"] == "'=1+1", "no cell may start a formula"
    classes = tables["school_survey-class.csv"]
    assert [(row["class-name"], row["PARENT_KEY"], row["KEY"]) for row in classes[:2]] == [
        ("5A", "uuid:a", "uuid:a/class[1]"), ("5B", "uuid:a", "uuid:a/class[2]"),
    ]  # fmt: skip
    pupils = tables["school_survey-class-pupil.csv"]
    assert [(row["class-pupil-age"], row["PARENT_KEY"]) for row in pupils[:3]] == [
        ("11", "uuid:a/class[1]"), ("12", "uuid:a/class[1]"), ("10", "uuid:a/class[2]"),
    ]  # fmt: skip


def test_no_export_and_no_list_has_a_hosts_telephone(world):
    world.send(tiny.xml(host_phone="0555123456"))
    out = io.BytesIO()
    write_export(world.edition, "activity_report", out)
    whole = b"".join(zipfile.ZipFile(out).read(name) for name in zipfile.ZipFile(out).namelist())
    listed = json.dumps(list_submissions(world.edition, "activity_report").submissions)
    assert b"0555123456" not in whole and b"host_phone" not in whole and "0555123456" not in listed


def test_what_another_version_asked_has_a_column_too(world, published):
    publish_form(world.edition, survey("2", [("text", "more", "More?")]), by=BY)
    body = filled("uuid:c", version="2").replace(b"<end>", b"<more>snow</more><end>")
    send(world, filled("uuid:a"), body)
    out = io.BytesIO()
    write_export(world.edition, "school_survey", out)
    assert [row["more"] for row in tables_of(out.getvalue())["school_survey.csv"]] == ["", "snow"]


def test_at_the_command_line(world, tmp_path, capsys):
    (tmp_path / "f.xlsx").write_bytes(survey())
    (tmp_path / "schools.csv").write_bytes(SCHOOLS)
    person(world.edition, "office@example.org", Role.SECRETARIAT, None)
    publish = ["forms", "publish", str(tmp_path / "f.xlsx"), "--as", "aigul@example.org", "--edition", "tiny"]
    with pytest.raises(CommandError, match="Secretariat"):
        call_command(*publish)
    with pytest.raises(CommandError, match="cannot be opened|not a workbook|neither"):
        (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04broken")
        call_command("forms", "publish", str(tmp_path / "broken.xlsx"), "--as", "office@example.org")
    call_command(
        *publish[:-4], "--as", "office@example.org", "--file", str(tmp_path / "schools.csv"), "--json"
    )
    said = json.loads(capsys.readouterr().out)
    assert (said["form"], said["is_new"], said["missing"]) == ("school_survey", True, ["logo.png"])
    send(world, filled("uuid:a"))
    call_command("forms", "list", "school_survey", "--json", "--count")
    assert json.loads(capsys.readouterr().out)["count"] == 1
    assert Submission.objects.count() == 1


def tables_of(data: bytes) -> dict[str, list[dict[str, str]]]:
    packed = zipfile.ZipFile(io.BytesIO(data))
    return {
        name: list(csv.DictReader(io.StringIO(packed.read(name).decode(), newline="")))
        for name in packed.namelist()
    }
