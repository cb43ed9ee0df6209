"""Each kind of question takes what is of its kind, and says what is not."""

import pytest

from jarchy.xforms.engine import check, evaluate, pages
from jarchy.xforms.finding import FormRefused
from jarchy.xforms.tests.small_forms import form_of, world

YES = "<item><label>Yes</label><value>yes</value></item><item><label>Other</label><value>other</value></item>"
CONTROLS = {
    "geopoint": ("geopoint", '<input ref="/data/a"/>'),
    "geotrace": ("geotrace", '<input ref="/data/a"/>'),
    "geoshape": ("geoshape", '<input ref="/data/a"/>'),
    "date": ("date", '<input ref="/data/a"/>'),
    "time": ("time", '<input ref="/data/a"/>'),
    "date_time": ("dateTime", '<input ref="/data/a"/>'),
    "barcode": ("barcode", '<input ref="/data/a"/>'),
    "decimal": ("decimal", '<range ref="/data/a" start="1.5" end="5.5" step="0.5"/>'),
    "integer": ("int", '<range ref="/data/a" start="10" end="1" step="3"/>'),
    "image": ("binary", '<upload ref="/data/a" mediatype="image/*"/>'),
    "file": ("binary", '<upload ref="/data/a" mediatype="application/pdf"/>'),
    "acknowledge": ("string", '<trigger ref="/data/a"/>'),
    "select_one": ("string", f'<select1 ref="/data/a">{YES}</select1>'),
    "select_multiple": ("string", f'<select ref="/data/a">{YES}</select>'),
    "rank": (
        "odk:rank",
        f'<odk:rank xmlns:odk="http://www.opendatakit.org/xforms" ref="/data/a">{YES}</odk:rank>',
    ),
}
GOOD = [
    ("geopoint", "42.87 74.59 0.0 0.0"), ("geopoint", "-90 180"), ("geopoint", "42.8746 74.5698 760 4.5"),
    ("geotrace", "42 74 0 0; 42.1 74.1 0 0;"), ("geotrace", "42 74;43 75"),
    ("geoshape", "42 74;43 75;42 75;42 74;"), ("date", "2018-11-05"), ("time", "10:30:00.000+06:00"),
    ("date_time", "2018-11-05T10:30:00.000+06:00"), ("barcode", "4600682000013"), ("decimal", "1.5"),
    ("decimal", "5.5"), ("decimal", "3.0"), ("integer", "10"), ("integer", "4"), ("image", "1541397.jpg"),
    ("file", "letter of the head.pdf"), ("acknowledge", "OK"), ("select_one", "yes"), ("select_multiple", "other yes"),
    ("rank", "other yes"),
]  # fmt: skip
BAD = [
    ("geopoint", "42.87", "type"), ("geopoint", "91 0", "type"), ("geopoint", "42,87 74,59", "type"),
    ("geopoint", "0 181 0 0", "type"), ("geopoint", "1 2 3 4 5", "type"), ("geotrace", "42 74", "type"),
    ("geopoint", "nan nan", "type"), ("geotrace", "42 74;;43 75", "type"), ("geoshape", "42 74;43 75;42 75", "type"),
    ("geoshape", "42 74;42 74;42 74", "type"), ("date", "2018-02-30", "type"), ("date", "5 November", "type"),
    ("time", "25:00", "type"), ("decimal", "1.75", "range"), ("decimal", "6", "range"), ("integer", "5", "range"),
    ("integer", "11", "range"), ("integer", "2.5", "type"), ("image", "../../etc/passwd", "type"),
    ("file", "a\\b.pdf", "type"), ("select_one", "no", "choice"), ("select_multiple", "yes yes", "choice_twice"),
    ("rank", "yes third", "choice"),
]  # fmt: skip


def one_question(kind: str):
    bound, control = CONTROLS[kind]
    form = form_of("<a/>", f'<bind nodeset="/data/a" type="{bound}"/>', control)
    assert form.by_path["/data/a"].kind == kind
    return form


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_what_fits_is_taken(kind, value):
    checked = check(one_question(kind), {"/data/a": value}, {}, world())
    assert checked.findings == ()
    assert checked.strings == {"/data/a": value}


@pytest.mark.parametrize(("kind", "value", "code"), BAD)
def test_what_does_not_fit_is_said_and_kept(kind, value, code):
    checked = check(one_question(kind), {"/data/a": value}, {}, world())
    assert [finding.code for finding in checked.findings] == [code]
    assert checked.strings == {"/data/a": value}


def test_a_finding_on_a_scale_names_the_scale():
    (finding,) = check(one_question("decimal"), {"/data/a": "9"}, {}, world()).findings
    assert finding.rule == "1.5 to 5.5 in steps of 0.5"


@pytest.mark.parametrize(
    "bounds",
    [
        'start="1" end="x" step="1"',
        'start="1" step="1"',
        'start="1" end="inf" step="1"',
        'start="1" end="1e999999" step="1"',
    ],
)
def test_a_range_without_numbers_is_refused(bounds):
    with pytest.raises(FormRefused) as refused:
        form_of("<a/>", '<bind nodeset="/data/a" type="int"/>', f'<range ref="/data/a" {bounds}/>')
    assert [(fault.code, fault.path) for fault in refused.value.findings] == [("bad_range", "/data/a")]


def test_a_range_without_a_type_takes_numbers_only():
    form = form_of("<a/>", "", '<range ref="/data/a" start="0" end="999999999999999" step="0.0000000001"/>')
    assert check(form, {"/data/a": "999999999999999"}, {}, world()).findings == ()
    assert [found.code for found in check(form, {"/data/a": "x"}, {}, world()).findings] == ["type"]


def test_the_head_of_a_table_shows_choices_and_is_not_asked():
    body = f"""<group ref="/data/g" appearance="field-list"><select1 ref="/data/g/head" appearance="label">{YES}
      </select1><select1 ref="/data/g/row" appearance="list-nolabel">{YES}</select1></group>"""
    form = form_of("<g><head/><row/></g>", '<bind nodeset="/data/g/head" required="true()"/>', body)
    (page,) = pages(form, evaluate(form, {}, {}, world()))
    assert [question.name for question in page.questions] == ["row"]
    assert check(form, {"/data/g/row": "yes"}, {}, world()).findings == ()


def test_guidance_and_pictures_are_found_beside_the_words():
    itext = """<itext><translation lang="ar"><text id="/data/a:label"><value>W</value>
      <value form="image">jr://images/a.png</value><value form="big-image">jr://images/b.png</value></text>
      <text id="/data/a:hint"><value>H</value><value form="guidance">More of it.</value></text>
      <text id="l-0"><value form="audio">jr://audio/yes.mp3</value></text></translation></itext>
      <instance id="l"><root><item><name>1</name><itextId>l-0</itextId></item></root></instance>"""
    body = """<select1 ref="/data/a"><label ref="jr:itext('/data/a:label')"/><hint ref="jr:itext('/data/a:hint')"/>
      <itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset>
      </select1>"""
    form = form_of("<a/>", "", body, itext)
    question = evaluate(form, {}, {}, world()).by_path["/data/a"]
    assert (question.label(), question.hint(), question.guidance()) == ("W", "H", "More of it.")
    assert question.form_node.label.file("image", "ar", "ar") == "a.png"
    assert form.media == ("yes.mp3", "a.png", "b.png")
    assert form.right_to_left == {"ar"}
    (choice,) = question.choices
    assert (choice.label("ar"), choice.media["ar"]) == ("1", {"audio": "yes.mp3"})


def test_an_answer_to_what_was_not_to_be_asked_is_said_and_no_part_of_what_was_checked():
    binds = """<bind nodeset="/data/a" type="int"/><bind nodeset="/data/g" relevant="/data/a = 1"/>
      <bind nodeset="/data/g/b" calculate="/data/a + 1"/>"""
    body = (
        '<input ref="/data/a"/><group ref="/data/g"><input ref="/data/g/b"/><input ref="/data/g/c"/></group>'
    )
    form = form_of("<a/><g><b/><c/></g>", binds, body)
    assert check(form, {"/data/a": "2", "/data/g/c": " "}, {}, world()).findings == ()
    checked = check(form, {"/data/a": "2", "/data/g/c": "x"}, {}, world())
    assert [(found.code, found.path, found.value, found.rule) for found in checked.findings] == [
        ("not_relevant", "/data/g/c", "x", "/data/a = 1")
    ]
    assert checked.strings == {"/data/a": "2"}


def test_a_round_too_many_is_said():
    body = """<input ref="/data/n"/><group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n">
      <input ref="/data/r/a"/></repeat></group>"""
    form = form_of("<n/><r><a/></r>", "", body)
    checked = check(form, {"/data/n": "1", "/data/r/a": "x", "/data/r[2]/a": "y"}, {}, world())
    assert [(found.code, found.path, found.reason) for found in checked.findings] == [
        ("not_relevant", "/data/r[2]/a", "its round is one too many")
    ]
