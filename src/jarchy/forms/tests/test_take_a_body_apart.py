"""Before anything is kept: the host's telephone is cut out, comments vanish, what cannot be read is masked."""

import tracemalloc

import pytest

from jarchy.forms.bodies import emptied, flat_answers, masked_rubbish, named_files, take_apart, without_answer
from jarchy.forms.tests import tiny
from jarchy.xforms.hardened import UnreadableXml

PHONE = "0555123456"


def test_the_hosts_telephone_stands_nowhere_in_what_is_left():
    arrived = take_apart(tiny.xml(host_phone=PHONE))
    assert arrived.host_phone == PHONE
    assert PHONE not in arrived.body
    assert not arrived.instance.answers["/data/proof/host_phone"]


@pytest.mark.parametrize("said", [
    "0555<!-- a remark -->123456",
    "0555<?pi x?>123456",
    "&#48;555123456",
    "<![CDATA[0555123456]]>",
    "<part>0555</part><part>123456</part>",
])  # fmt: skip
def test_it_is_cut_out_however_it_is_written(said):
    arrived = take_apart(tiny.xml(host_phone=said))
    assert arrived.host_phone == PHONE
    assert "123456" not in arrived.body


def test_it_is_cut_out_of_a_form_that_nobody_knows():
    arrived = take_apart(
        f'<x xmlns="urn:z" id="f" host_phone="{PHONE}"><a><host_phone>{PHONE}</host_phone></a></x>'.encode()
    )
    assert arrived.host_phone == PHONE
    assert PHONE not in arrived.body


def test_a_remark_in_the_xml_is_not_kept():
    assert PHONE not in take_apart(tiny.xml(lesson=f"Good<!-- {PHONE} -->")).body


def test_the_instance_and_what_it_corrects_are_read():
    arrived = take_apart(tiny.xml(instance_id="uuid:2", corrects="uuid:1"))
    assert (arrived.instance_id, arrived.deprecated_id) == ("uuid:2", "uuid:1")
    assert (arrived.instance.form_id, arrived.instance.version) == ("tiny_activity_report", tiny.VERSION)


def test_an_instance_id_longer_than_a_column_still_names_one_instance():
    first, second = (take_apart(tiny.xml(instance_id="x" * 300 + end)).instance_id for end in "ab")
    assert len(first) < 255
    assert first != second


def test_answers_are_flat_by_name_and_repeated_ones_by_path():
    answers = flat_answers(
        take_apart(b"<d id='f'><a> 1 </a><g><v>2</v></g><g><v>3</v></g><e/></d>").instance.answers,
        {"a": "/d/a"},
    )
    assert answers == {"a": "1", "/d/g/v": "2", "/d/g[2]/v": "3"}
    assert without_answer(answers, "v") == {"a": "1"}


def test_hiding_a_text_empties_it_in_the_body():
    assert "Begin earlier" not in emptied(take_apart(tiny.xml()).body, "lesson")


@pytest.mark.parametrize("body, code", [
    (tiny.xml()[:400], "cut_off"),
    (b'<!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>', "doctype"),
    (b"<!DOCTYPE d><d/>", "doctype"),
    (b"", "empty"),
    (b"  \n", "empty"),
    (b"<d>" + b"x" * 10_485_760 + b"</d>", "too_large"),
    (b'<?xml version="1.0" encoding="utf-16"?><d/>', None),
    (b'<?xml version="1.0" encoding="klingon"?><d/>', None),
    ("<d>Ош</d>".encode("cp1251"), None),
    (b"\x89PNG\r\n\x1a\n\0\0", None),
    (b"{}", None),
    (b"<html><body>404</body></html>", "no_form_id"),
    (b"<d id='f' encrypted='yes'><e>x</e></d>", "encrypted"),
])  # fmt: skip
def test_rubbish_is_told_from_a_report(body, code):
    with pytest.raises(UnreadableXml) as fault:
        take_apart(body)
    assert code in (None, fault.value.code)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_every_declared_encoding_is_read(encoding):
    body = f"<?xml version='1.0' encoding='{encoding}'?><d id='f'><a>Ысык</a></d>".encode(encoding)
    assert take_apart(body).instance.answers == {"/d/a": "Ысык"}


@pytest.mark.parametrize(
    "written",
    ["0555123456", "+996 555 12-34-56", "0 (555) 123456", "&#48;555123456", "0555\u206012\u206034·12-34-56"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_no_long_number_is_left_of_what_cannot_be_read(written, encoding):
    left = masked_rubbish(f"<data><host_phone>{written}</host_phone><total>37".encode(encoding))
    assert "123456" not in left and "12-34-56" not in left
    assert "37" not in left, "what stands at the cut may be the beginning of a number"


def test_telephones_inside_each_other_are_one_and_cost_no_more_than_it():
    inside = b"<host_phone>" * 200 + b"0555123456" + b" " * 200_000 + b"</host_phone>" * 200
    tracemalloc.start()
    arrived = take_apart(b"<d id='f'><g>" + inside + b"</g><total>37</total></d>")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (arrived.host_phone, arrived.instance.answers["/d/total"]) == ("0555123456", "37")
    assert "0555" not in arrived.body and most < 10_000_000


def test_files_beside_a_body_are_only_those_in_its_own_folder():
    assert named_files(
        b"<d id='f'><a>1.jpg</a><b>../../keys/seal_key.txt</b><c>/etc/passwd.txt</c><e>.hidden.jpg</e></d>"
    ) == ["1.jpg"]
