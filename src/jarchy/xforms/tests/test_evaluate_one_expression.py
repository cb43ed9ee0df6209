"""jarchy.xforms.evaluate: one expression over one document, for whoever has nothing else of the engine."""

import subprocess
import sys

import pytest

import jarchy.xforms
from jarchy.xforms import XPathDocumentError, XPathError, evaluate

XML = "<data version='3'><a>1</a><a>2</a><d>2018-11-05</d></data>"


@pytest.mark.parametrize(
    ("expression", "result", "expected"),
    [
        ("1 + 1", None, 2.0), ("'x'", None, "x"), ("1 = 1", None, True), ("/data/a", None, ["1", "2"]),
        ("/data/a", "number", 1.0), ("/data/a", "string", "1"), ("/data/a", "boolean", True),
        ("/data/a", "strings", ["1", "2"]), ("/data/a = 3", "string", "false"), ("today()", "string", "2018-11-05"),
        ("/data/none", "string", ""), ("/data/none", "strings", []), ("'0'", "boolean", True), ("version()", None, "3"),
    ],
)  # fmt: skip
def test_a_result_is_of_the_kind_asked_for_or_of_its_own(expression, result, expected):
    found = evaluate(expression, XML, result=result, now="2018-11-05T01:00:00+06:00", timezone="Asia/Bishkek")
    assert found == expected
    assert type(found) is type(expected)


def test_strings_come_in_the_order_evaluated():
    shuffled = evaluate("randomize(/data/*, 3)", XML, result="strings")
    assert sorted(shuffled) == ["1", "2", "2018-11-05"]
    assert shuffled != ["1", "2", "2018-11-05"]
    assert evaluate("/data/d | /data/a", XML, result="strings") == ["1", "2", "2018-11-05"]


def test_the_context_is_a_positional_path():
    assert evaluate(".", XML, context="/*[1]/*[2]", result="string") == "2"
    assert evaluate("..", XML, context="/*[1]/@version", result="string") == "122018-11-05"
    assert evaluate("name(/*)", XML, result="string") == "data"


def test_prefixes_come_from_the_caller_and_else_from_the_document():
    xml = "<p:data xmlns:p='urn:p'><p:a>1</p:a></p:data>"
    assert evaluate("/p:data/p:a", xml) == ["1"]
    assert evaluate("/q:data/q:a", xml, namespaces={"q": "urn:p"}) == ["1"]


def test_a_doctype_is_passed_over_unless_it_declares_something():
    assert evaluate("name(/*)", "<!DOCTYPE html><html/>") == "html"
    with pytest.raises(XPathDocumentError) as refused:
        evaluate("/a", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    assert refused.value.code == "doctype"


def test_a_text_is_read_whatever_encoding_it_says_of_itself():
    assert evaluate("string(/a)", "<?xml version='1.0' encoding='windows-1251'?><a>ң</a>") == "ң"
    assert (
        evaluate("string(/a)", "<?xml version='1.0' encoding='windows-1251'?><a>я</a>".encode("cp1251"))
        == "я"
    )


@pytest.mark.parametrize(
    ("expression", "position", "reason"),
    [
        ("1 +", 3, "ends"),
        ("/data/a[foo()]", 8, "no function foo"),
        ("count('a')", 0, "path"),
        ("$x", 0, "variables"),
    ],
)
def test_a_fault_names_its_place_and_its_reason(expression, position, reason):
    with pytest.raises(XPathError) as refused:
        evaluate(expression, XML)
    assert refused.value.position == position
    assert reason in refused.value.reason
    assert expression in str(refused.value)


@pytest.mark.parametrize(
    ("document", "more", "reason"),
    [
        ("", {}, "cannot be read"), ("<a>", {}, "ends in the middle"), ("<a></b>", {}, "cannot be read"),
        ("<a/>", {"context": "/b"}, "no node /b"), ("<a/>", {"context": "1 +"}, "no path"),
        ("<a/>", {"now": "yesterday"}, "ISO"), ("<a/>", {"timezone": "Asia/Atlantis"}, "time zone"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_document_or_its_settings_is_an_xpath_error_too(document, more, reason):
    with pytest.raises(XPathDocumentError, match=reason):
        evaluate("1", document, **more)


def test_another_result_is_the_callers_mistake():
    with pytest.raises(ValueError, match="strings"):
        evaluate("1", XML, result="text")


def test_importing_the_room_does_not_load_the_engine():
    code = "import sys, jarchy.xforms; print('lxml' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
    with pytest.raises(AttributeError):
        jarchy.xforms.nothing_of_that_name  # noqa: B018
