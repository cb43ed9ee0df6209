"""Submissions as XML: what phones send is read, what could do harm is not, and the same answers have one shape."""

import pytest

from jarchy.xforms.hardened import UnreadableXml
from jarchy.xforms.instance import canonical, read_submission, write_submission
from jarchy.xforms.tests.small_forms import form_of

FORM = form_of(
    "<what><kind/><photo/></what><note/>",
    '<bind nodeset="/data/what/photo" type="binary"/>',
    """<group ref="/data/what"><input ref="/data/what/kind"/>
    <upload ref="/data/what/photo" mediatype="image/*"/></group>
    <input ref="/data/note"/>""",
)
SENT = b"""<?xml version='1.0' ?><data id="small" version="1" xmlns:orx="http://openrosa.org/xforms">
  <what><kind>talk</kind><photo>1540.jpg</photo></what><note/>
  <orx:meta><orx:instanceID>uuid:1</orx:instanceID><orx:deprecatedID>uuid:0</orx:deprecatedID></orx:meta></data>"""


def test_a_submission_of_a_phone_is_read():
    instance = read_submission(SENT)
    assert (instance.form_id, instance.version) == ("small", "1")
    assert (instance.instance_id, instance.deprecated_id) == ("uuid:1", "uuid:0")
    assert instance.answers == {"/data/what/kind": "talk", "/data/what/photo": "1540.jpg", "/data/note": ""}
    assert instance.attachments(FORM) == ("1540.jpg",)


def test_what_is_written_is_what_collect_would_write():
    body = write_submission(FORM, {"/data/what/kind": "talk"}, {"instanceID": "uuid:1"}).decode()
    assert '<data xmlns:orx="http://openrosa.org/xforms"' in body
    assert 'id="small" version="1">' in body
    assert "<what><kind>talk</kind><photo/></what><note/>" in body
    assert body.endswith("<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>")


def test_an_answer_to_nothing_cannot_be_written():
    with pytest.raises(KeyError):
        write_submission(FORM, {"/data/other": "1"}, {})


def test_a_letter_that_xml_cannot_carry_is_left_out():
    body = write_submission(FORM, {"/data/note": "a\x00\x0bb <&> ң"}, {"instanceID": "u"})
    assert read_submission(body).answers["/data/note"] == "ab <&> ң"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (SENT[:120], "cut_off"),
        (SENT[:-3], "cut_off"),
        (b"", "empty"),
        (b"   ", "empty"),
        (b'<!DOCTYPE data [<!ENTITY a "b">]><data id="small">&a;</data>', "doctype"),
        (b'<!DOCTYPE data SYSTEM "http://example.org/x.dtd"><data id="small"/>', "doctype"),
        (b'<data id="small"><a></b></data>', "not_well_formed"),
        (b"<data><a/></data>", "no_form_id"),
        (b'<data id="small" encrypted="yes"><a/></data>', "encrypted"),
        (b'<data id="small">' + b"<a>" * 400 + b"</a>" * 400 + b"</data>", "too_deep"),
        (b'<?xml version="1.0" encoding="utf-8"?><data id="small"><a>\xff</a></data>', "not_well_formed"),
        (b'<?xml version="1.0" encoding="nothing"?><data id="small"/>', "not_well_formed"),
        (b'<data id="small">' + b"<a/>" * 20_001 + b"</data>", "too_many_answers"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(body, code):
    with pytest.raises(UnreadableXml) as refused:
        read_submission(body)
    assert refused.value.code == code
    assert refused.value.reason


def test_a_body_too_large_is_not_even_parsed():
    with pytest.raises(UnreadableXml, match="more than 100"):
        read_submission(SENT, largest=100)


def test_white_space_makes_no_difference():
    spaced = SENT.replace(b"talk", b"  talk\n").replace(b"<what>", b"\n\t<what>")
    assert canonical(read_submission(spaced)) == canonical(read_submission(SENT))


def test_another_answer_does():
    other = SENT.replace(b"talk", b"training")
    assert canonical(read_submission(other)) != canonical(read_submission(SENT))


def test_the_order_of_nodes_and_the_name_of_the_submission_make_no_difference():
    other = SENT.replace(
        b"<kind>talk</kind><photo>1540.jpg</photo>", b"<photo>1540.jpg</photo><kind>talk</kind>"
    )
    other = other.replace(b"uuid:1", b"uuid:2")
    assert canonical(read_submission(other)) == canonical(read_submission(SENT))


def test_what_is_left_out_is_not_in_it():
    assert b"talk" in canonical(read_submission(SENT))
    assert b"talk" not in canonical(read_submission(SENT), {"/data/what/kind"})


def test_the_log_that_collect_keeps_is_a_file_that_the_answers_name():
    body = b"""<data id="small" xmlns:orx="http://openrosa.org/xforms"><a>1.jpg</a><b>2.jpg</b><orx:meta>
      <orx:instanceID>uuid:1</orx:instanceID><orx:audit>audit.csv</orx:audit></orx:meta></data>"""
    form = form_of("<a/><b/>", "", '<upload ref="/data/a" mediatype="image/*"/>')
    assert read_submission(body).attachments(form) == ("1.jpg", "audit.csv")
