"""A form is read whole, or refused with everything that is wrong in it."""

import pytest

from jarchy.xforms.engine import begin, check, evaluate
from jarchy.xforms.finding import FormRefused
from jarchy.xforms.reading import read_form
from jarchy.xforms.tests.small_forms import form_of, questions, world, xform

THREE = "<a/><b/><c/>"


def faults_of(xml: bytes):
    with pytest.raises(FormRefused) as refused:
        read_form(xml)
    return refused.value.findings


def test_what_waits_for_each_other_is_refused_with_the_circle():
    binds = (
        '<bind nodeset="/data/a" relevant="/data/b = 1"/><bind nodeset="/data/b" calculate="/data/a + 1"/>'
    )
    (fault,) = faults_of(xform(THREE, binds, questions("a", "b")))
    assert fault.code == "circle"
    assert "/data/a" in fault.reason
    assert "/data/b" in fault.reason


def test_a_question_that_depends_on_itself_is_a_circle():
    (fault,) = faults_of(xform(THREE, '<bind nodeset="/data/a" relevant=". = 1"/>', questions("a")))
    assert fault.code == "circle"


def test_a_question_in_a_group_that_depends_on_it_is_a_circle():
    binds = '<bind nodeset="/data/g" relevant="/data/g/x = 1"/>'
    body = '<group ref="/data/g"><input ref="/data/g/x"/></group>'
    assert [fault.code for fault in faults_of(xform("<g><x/></g>", binds, body))] == ["circle"]


def test_all_faults_are_named_at_once():
    binds = '<bind nodeset="/data/a" relevant="1 +"/><bind nodeset="/data/b" constraint="nope(.)"/>'
    binds += '<bind nodeset="/data/zzz" required="true()"/>'
    found = faults_of(xform(THREE, binds, questions("a", "b")))
    assert [(fault.code, fault.path) for fault in found] == [
        ("bad_relevant", "/data/a"),
        ("bad_constraint", "/data/b"),
        ("unknown_path", "/data/zzz"),
    ]


def test_the_wrong_number_of_arguments_is_a_fault_of_the_form():
    (fault,) = faults_of(xform(THREE, '<bind nodeset="/data/a" relevant="selected(1)"/>', questions("a")))
    assert "selected() takes 2 arguments" in fault.reason


def test_encrypted_forms_are_refused_with_the_reason():
    key = '<submission base64RsaPublicKey="MIIB"/>'
    assert [fault.code for fault in faults_of(xform(THREE, "", questions("a"), key))] == ["encrypted"]


def test_a_list_of_another_kind_is_refused():
    model = '<instance id="places" src="jr://file/places.kml"/>'
    (fault,) = faults_of(xform(THREE, "", questions("a"), model))
    assert fault.code == "list_kind"
    assert "places" in fault.reason


@pytest.mark.parametrize(
    "xml", [b"", b"<a/>", b"<a><b></a>", b"\xff\xfe\x00", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_what_is_no_form_is_refused_and_never_crashes(xml):
    assert faults_of(xml)


def test_what_is_not_done_is_said_with_the_question():
    body = """<input ref="/data/a" appearance="ex:org.example.app(x='1')"/><upload ref="/data/b" mediatype="image/*"
      appearance="signature"/><input ref="/data/c" query="instance('far')/root/item[x = 1]"/>"""
    model = '<setgeopoint event="odk-instance-first-load" ref="/data/c"/>'
    form = form_of(THREE, "", body, model)
    assert [(warning.code, warning.path) for warning in form.warnings] == [
        ("not_run", "/data/a"),
        ("asked_plainly", "/data/b"),
        ("not_checked", "/data/c"),
        ("not_run", "/data/c"),
    ]


def test_choices_that_only_collect_can_find_are_taken_as_text():
    body = """<select1 ref="/data/a" appearance="minimal search('places')"><item><label>name</label>
      <value>name_key</value></item></select1>"""
    form = form_of(THREE, "", body)
    assert check(form, {"/data/a": "kg-1"}, {}, world()).findings == ()
    assert [warning.code for warning in form.warnings] == ["not_checked"]


def test_the_order_follows_what_is_read_and_not_what_is_written():
    binds = (
        '<bind nodeset="/data/a" calculate="/data/b * 2"/><bind nodeset="/data/b" calculate="/data/c + 1"/>'
    )
    form = form_of(THREE, binds, questions("c"))
    state = evaluate(form, {"/data/c": "20"}, {}, world())
    assert state.answers == {"/data/a": "42", "/data/b": "21", "/data/c": "20"}
    assert form.dependencies["/data/a"] == {"/data/b"}


def test_a_label_puts_in_what_was_answered():
    body = '<input ref="/data/b"><label>You said <output value="/data/a"/>.</label></input>'
    form = form_of(THREE, "", questions("a") + body)
    assert evaluate(form, {"/data/a": "forty"}, {}, world()).by_path["/data/b"].label() == "You said forty."


def test_a_value_that_cannot_be_worked_out_leaves_a_gap_in_the_label():
    body = '<input ref="/data/b"><label>On <output value="date(/data/a)"/> it was.</label></input>'
    form = form_of(THREE, "", questions("a") + body)
    state = evaluate(form, {"/data/a": "2018-02-30"}, {}, world())
    assert state.by_path["/data/b"].label() == "On  it was."


def test_a_calculation_that_cannot_be_worked_out_is_a_finding_and_no_crash():
    form = form_of(THREE, '<bind nodeset="/data/b" calculate="date(/data/a)"/>', questions("a"))
    checked = check(form, {"/data/a": "2018-02-30"}, {}, world())
    assert [(finding.code, finding.path) for finding in checked.findings] == [("not_computed", "/data/b")]
    assert checked.strings == {"/data/a": "2018-02-30"}


def test_a_default_that_cannot_be_worked_out_leaves_the_question_empty():
    event = '<setvalue event="odk-instance-first-load" ref="/data/a" value="date(\'2018-02-30\')"/>'
    form = form_of(THREE, "", questions("a"), event)
    assert begin(form, {}, world()) == {}


def test_languages_are_known_by_their_codes():
    itext = """<itext><translation lang="Кыргызча (ky)" default="true()"><text id="l"><value>Канча?</value></text>
      </translation><translation lang="English (en)"><text id="l"><value>How many?</value></text>
      </translation></itext>"""
    body = """<input ref="/data/a"><label ref="jr:itext('l')"/></input>"""
    form = form_of(THREE, "", body, itext)
    question = evaluate(form, {}, {}, world()).by_path["/data/a"]
    assert (form.languages, form.default_language) == (("ky", "en"), "ky")
    assert (question.label(), question.label("en"), question.label("uz")) == ("Канча?", "How many?", "Канча?")
