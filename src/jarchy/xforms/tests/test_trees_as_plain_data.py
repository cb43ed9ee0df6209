"""A tree is written as lists, texts and numbers, and read again as the same tree."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.xforms.tests.test_parse_expressions import WORDS
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.parser import parse
from jarchy.xforms.xpath.plain import plain, tree_of

EXPRESSIONS = [
    "1 + 2 - 3 * 4 div 5 mod 6", "-(1)", "'it is'", "/data/a[1][b = 'x']/@id", "//a | (b | c)[last()]/d", ".",
    "instance('list')/root/item[name = current()/../kind]/label", "a and b or c and d", "a != b", "p:q/p:*",
    "processing-instruction('x') | processing-instruction()", "node() | text() | comment()", "ancestor::*",
    "if(selected(/data/a, 'b'), 1, 2)", "jr:itext('x')", "concat()",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_tree_comes_back_from_json_as_it_was(expression):
    tree = parse(expression)
    assert tree_of(json.loads(json.dumps(plain(tree)))) == tree


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_whatever_can_be_parsed_can_be_written_down(expression):
    try:
        tree = parse(expression)
    except XPathError:
        return
    assert tree_of(json.loads(json.dumps(plain(tree)))) == tree


@pytest.mark.parametrize(
    "data", [[], ["x"], ["n", "1"], ["p", "/", [["child"]], 0], ["=", ["n", 1]], "text", None]
)
def test_what_was_never_written_is_refused(data):
    with pytest.raises(ValueError, match="no (tree|step)"):
        tree_of(data)


def test_a_number_of_four_hundred_digits_is_still_json():
    assert json.loads(json.dumps(plain(parse("9" * 400)), allow_nan=False))[0] == "a"
