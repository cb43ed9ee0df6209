"""Whatever is written as an expression, a pattern or a document: a value or an XPathError, in bounded time."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jarchy.xforms import XPathError, evaluate
from jarchy.xforms.xpath import patterns
from jarchy.xforms.xpath.patterns import matches

XML = "<data><a>2018-11-05</a><b>3</b><c x='y'>x y</c><r><n>1</n></r><r><n>2</n></r></data>"
WORDS = [
    "/data/a", "//n", "..", ".", "@x", "*", "(", ")", "[", "]", "|", "+", "-", "div", "mod", "=", "!=", "<", ">=",
    "and", "or", ",", "'x'", "1", "2.5", "1 div 0", "count(", "last()", "position()", "text()", "ancestor::*",
    "namespace::*", "following::node()", "concat(", "date(", "today()", "regex(", "randomize(", "x:y", "$v", "ң",
    "\ud800",
]  # fmt: skip
RESULTS = st.sampled_from([None, "number", "string", "boolean", "strings"])
BIG = 100_000


def _value_or_reason(expression: str, xml: str = XML, **more) -> None:
    try:
        evaluate(expression, xml, now="2018-11-05T12:00:00+06:00", timezone="Asia/Bishkek", **more)
    except XPathError as refused:
        assert refused.reason
        assert refused.position is None or 0 <= refused.position <= len(expression)
        assert str(refused)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), RESULTS)
def test_any_text(expression, result):
    _value_or_reason(expression, result=result)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), RESULTS)
def test_any_words_of_the_language(expression, result):
    _value_or_reason(expression, result=result, context="/*[1]/*[3]")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_document_and_settings(xml, context, now, zone):
    _value_or_reason("1", xml)
    _value_or_reason(".", context=context)
    for setting in ({"now": f"x{now}"}, {"timezone": f"x{zone}"}):
        with pytest.raises(XPathError):
            evaluate("1", "<a/>", **setting)


@pytest.mark.parametrize(
    "expression",
    [
        "(" * BIG, "(" * 70 + "1" + ")" * 70, "not(" * BIG, "/a" * BIG, "a[" * BIG, "-" * BIG + "1", "1" * BIG,
        "1+" * BIG + "1", "1=" * BIG + "1", "'" + "x" * BIG, "concat(" + "1," * 20_000 + "1)", "a|" * 15_000 + "a",
        "//" * BIG, "a" + "/.." * 10_000, "a" + "[1]" * 10_000, "/*" * 15_000, "1 or " * 6_000 + "1",
        "- " * 15_000 + "/data/b", "9" * 400, "-" + "9" * 400 + " mod 7", "round(" + "9" * 300 + ".5, 30)",
        "pow(9, 999999)", "pow(-9, 1 div 0)", "exp10(99999)", "substr('x', " + "9" * 400 + ")",
        "date(" + "9" * 30 + ")", "date-time(-1 div 0)", "selected-at('a', 1 div 0)", "uuid(99999999999)",
        "today() + " + "9" * 310,
        "regex('" + "a" * 20_000 + "', '(a+)+b')", "regex('a', '" + "(" * 3_000 + ")" * 3_000 + "')",
        "format-date(" + "9" * 20 + ", '%Y')", "indexed-repeat(/data/r/n, /data/r, 1 div 0)",
        "(//*)[" * 30 + "1" + "]" * 30,
    ],
    ids=lambda expression: expression[:24],
)  # fmt: skip
def test_a_giant_is_worked_out_or_refused_soon(expression):
    began = time.process_time()
    _value_or_reason(expression)
    assert time.process_time() - began < 5


EXPLOSIVE = [
    "(a+)+b",
    "(a|a)*b",
    "(a|aa)+b",
    "(.*a){12}",
    "(a*)*b",
    "a*a*a*a*a*a*b",
    "([a-z]+)*[0-9]",
    "((a+)|(b+))*c",
    "(a{0,20}){0,20}b",
]


@pytest.mark.parametrize("pattern", EXPLOSIVE)
@pytest.mark.parametrize("length", [40, 400, 4_000])
def test_a_pattern_that_would_explode_is_answered_or_refused(pattern, length):
    began = time.process_time()
    try:
        matches(pattern, "a" * length)
    except XPathError as refused:
        assert "too long" in refused.reason
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("pattern", "one_way"),
    [
        (r"[ ()-]*(\+[ ()-]*9|0)([ ()-]*[0-9]){9}", True), ("(ab|cd)*", True), ("[a-z]+@[a-z]+", True),
        ("(a+)+b", False), ("(a|a)*b", False), ("(a*)*b", False), ("(a|ab)*c", True), ("(?i)(ax|Ay)*b", False),
    ],
)  # fmt: skip
def test_only_what_goes_one_way_is_left_to_pythons_engine_at_any_length(pattern, one_way):
    assert patterns._pattern(pattern)._automaton.goes_one_way() is one_way


PIECES = [
    "a", "b", ".", "[ab]", "(a|b)", "(ab)", "a?", "b*", "(a|ab)*", "(a+b?)+", "(?:ba){1,2}", r"\w", "[^a]", "^", "$",
    r"\b",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), st.text(alphabet="ab\n c", max_size=7))
def test_the_automaton_answers_as_pythons_own_engine(pattern, text):
    from_automaton = _walked(pattern, text)
    assert from_automaton == (re.compile(pattern, re.ASCII).fullmatch(text) is not None)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab(|)*+?[]{}\\^$.-1,pLQE:=!<", max_size=14), st.text(alphabet="ab1", max_size=6))
def test_any_pattern_gives_an_answer_or_a_reason(pattern, text):
    try:
        assert matches(pattern, text) in (True, False)
    except XPathError as refused:
        assert refused.reason


def _walked(pattern: str, text: str) -> bool:
    """By the automaton, though the pattern may be harmless."""
    read = patterns._pattern(pattern)
    assert read._automaton is not None
    return read._automaton.accepts(text)
