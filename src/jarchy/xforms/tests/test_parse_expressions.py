"""An expression is read into a tree, or refused with the place and the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.parser import parse
from jarchy.xforms.xpath.tree import (
    Arithmetic,
    Call,
    Comparison,
    KindTest,
    Literal,
    Logic,
    NameTest,
    Number,
    Path,
    Step,
    Union,
)

WORDS = [
    "and",
    "or",
    "div",
    "mod",
    "*",
    "+",
    "-",
    "=",
    "!=",
    "<",
    ">=",
    "|",
    "/",
    "//",
    ".",
    "..",
    "@",
    "::",
    "(",
    ")",
]
WORDS += [
    "[",
    "]",
    ",",
    "1",
    "2.5",
    ".5",
    "'a'",
    '"b"',
    "name",
    "a-b",
    "p:q",
    "p:*",
    "node()",
    "true()",
    "if(",
    "self::",
]
WORDS += ["instance('x')/root/item[name = current()/../a]/label", "$v", "'", "ң", "\x00", " "]


def test_a_chain_of_or_is_one_flat_node():
    tree = parse(" or ".join(["1"] * 500))
    assert isinstance(tree, Logic)
    assert len(tree.operands) == 500


def test_multiplication_binds_tighter_than_addition():
    assert parse("1 + 2 * 3") == Arithmetic(Number(1), (("+", Arithmetic(Number(2), (("*", Number(3)),))),))


def test_subtraction_goes_from_left_to_right():
    assert parse("9 - 3 - 2") == Arithmetic(Number(9), (("-", Number(3)), ("-", Number(2))))


def test_a_word_is_an_operator_only_after_an_operand():
    step = Step("child", NameTest("div"))
    assert parse("div div div") == Arithmetic(Path(".", (step,)), (("div", Path(".", (step,), 8)),))


def test_a_star_is_a_name_where_an_operand_is_due():
    assert parse("* | @*") == Union(
        (Path(".", (Step("child", NameTest("*")),)), Path(".", (Step("attribute", NameTest("*")),), 4))
    )


def test_a_list_is_asked_by_a_predicate():
    tree = parse("instance('activities')/root/item[name = ../a]/venue")
    assert isinstance(tree, Path)
    assert tree.start == Call("instance", (Literal("activities"),), 0)
    assert [step.test for step in tree.steps] == [NameTest("root"), NameTest("item"), NameTest("venue")]
    (predicate,) = tree.steps[1].predicates
    assert isinstance(predicate, Comparison)


def test_two_slashes_mean_any_depth():
    assert parse("//a") == Path(
        "/", (Step("descendant-or-self", KindTest("node")), Step("child", NameTest("a")))
    )


@pytest.mark.parametrize(
    ("expression", "position", "words"),
    [
        ("", 0, "ends"),
        ("1 +", 3, "ends"),
        ("(1", 2, "')'"),
        ("a[1", 3, "']'"),
        ("'open", 0, "does not end"),
        ("$secret", 0, "variables"),
        ("1 And 1", 2, "'And'"),
        ("label::x", 0, "no axis"),
        ("concat('a' 'b')", 11, "'b'"),
        ("a b", 2, "'b'"),
        ("§", 0, "'§'"),
    ],
)
def test_a_fault_names_its_place_and_its_reason(expression, position, words):
    with pytest.raises(XPathError) as refused:
        parse(expression)
    assert refused.value.position == position
    assert words in refused.value.reason


@pytest.mark.parametrize(
    "expression", ["(" * 500, "not(" * 500 + "1" + ")" * 500, "=".join("1" * 300), "-" * 9000 + "1"]
)
def test_depth_ends_in_a_reason_and_never_in_the_stack(expression):
    try:
        parse(expression)
    except XPathError as refused:
        assert "deeper" in refused.reason or "more than" in refused.reason


def test_an_endless_expression_is_not_read():
    with pytest.raises(XPathError, match="longer"):
        parse("1" * 40_000)


@given(st.text(max_size=60))
def test_whatever_is_written_gives_a_tree_or_an_xpath_error(text):
    _tree_or_error(text)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_words_of_the_language_in_any_order_give_a_tree_or_an_xpath_error(text):
    _tree_or_error(text)


def _tree_or_error(text: str) -> None:
    try:
        parse(text)
    except XPathError as refused:
        assert refused.position is None or 0 <= refused.position <= len(text)
