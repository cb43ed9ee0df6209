"""What works here and not in JavaRosa is named with its place, so that a form can be warned of."""

import pytest

from jarchy.xforms.xpath.functions.table import FUNCTIONS
from jarchy.xforms.xpath.parser import parse
from jarchy.xforms.xpath.phones import LACKING, Break, BreakCode, breaks_on_phones


@pytest.mark.parametrize(
    ("expression", "code", "what", "position"),
    [
        ("1 + floor(2.5)", "function", "floor()", 4),
        ("ceiling(1)", "function", "ceiling()", 0),
        ("substring('abc', 2)", "function", "substring()", 0),
        ("/data/x[last()]", "function", "last()", 8),
        ("local-name(/data/x) = 'x'", "function", "local-name()", 0),
        ("frobnicate(1)", "function", "frobnicate()", 0),
        ("/data/a | /data/b", "union", "|", 0),
        ("(/data/a)[1] = 2", "filter", "(...)[...]", 1),
        ("//x", "any_depth", "//", 0),
        ("count(/data//x)", "any_depth", "//", 6),
        ("/data/descendant::x", "axis", "descendant::", 0),
        ("../preceding-sibling::*", "axis", "preceding-sibling::", 0),
        ("/data/a/text()", "node_test", "text()", 0),
        ("/data/@*", "node_test", "@*", 0),
        ("/data/p:*", "node_test", "p:*", 0),
        ("self::x", "node_test", "self::x", 0),
        ("/data/a/../b", "parent", "..", 0),
        ("instance('x')/..", "parent", "..", 0),
        (".[. > 1]", "predicate", ".[...]", 0),
        ("./x[1]", "predicate", "x[...]", 0),
        ("current() = 1", "bare", "current()", 0),
        ("count(instance('x'))", "bare", "instance()", 6),
        ("instance(/data/n)/root", "filter", "instance()/...", 0),
        ("randomize(/data/x)/y", "filter", "randomize()/...", 0),
        ("number()", "arguments", "number()", 0),
        ("coalesce(1, 2, 3)", "arguments", "coalesce()", 0),
        ("area('0 0; 0 1; 1 1; 0 0')", "wants_a_path", "area()", 0),
        ("geofence(/data/p, concat(/data/a, ';'))", "wants_a_path", "geofence()", 0),
        ("selected(/data/a, 1)", "selected_number", "selected()", 0),
    ],
)
def test_it_is_named_with_its_place(expression, code, what, position):
    assert breaks_on_phones(parse(expression)) == [Break(BreakCode(code), what, position)]


@pytest.mark.parametrize(
    "expression",
    [
        ". >= 18 and . <= 120",
        "selected(/data/b, 'talk') or not(/data/c = '')",
        "instance('adm2')/root/item[adm1 = current()/../adm1 and position() = 1]/label",
        "../../person[name != '']/age",
        "indexed-repeat(/data/p/name, /data/p, position(..))",
        "jr:choice-name(/data/a, '/data/a')",
        "pulldata('list', 'label', 'name', /data/a)",
        "if(/data/a = 1, count(/data/x), sum(/data/*))",
        "/data/meta/@x",
        "-(1 + 2) mod 3",
    ],
)
def test_what_phones_can_do_is_not_named(expression):
    assert breaks_on_phones(parse(expression)) == []


def test_all_faults_of_an_expression_are_named_in_order():
    found = breaks_on_phones(parse("floor(//x) + count(/data/a | /data/b[last()])"))
    assert [broken.what for broken in found] == ["floor()", "//", "|", "last()"]


def test_what_is_lacking_there_works_here():
    assert set(FUNCTIONS) >= LACKING
