"""Whatever functions are given, an expression gives a value or an XPathError: nothing else ever reaches a report."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jarchy.xforms.xpath.document import evaluate
from jarchy.xforms.xpath.error import XPathError
from jarchy.xforms.xpath.functions.table import FUNCTIONS, MANY

XML = "<data><a>2018-11-05</a><b>3</b><c>x y</c><d/><r><n>1</n></r><r><n>2</n></r></data>"
VALUES = [
    "0", "1", "-1", "2.5", "1 div 0", "-1 div 0", "0 div 0", "1000000000000000000000", "''", "'a b'", "'2018-11-05'",
    "'2018-02-30'", "'2018-11-05T10:00:00.000+06:00'", "'10:20'", "'%Y %'", "'['", "'SHA-256'", "true()", "today()",
    "now()", "/data/a", "/data/b", "/data/c", "/data/d", "/data/r", "/data/r/n", "/data/none", "//n", ".", "..",
]  # fmt: skip


@st.composite
def calls(draw: st.DrawFn, depth: int = 2) -> str:
    function = FUNCTIONS[draw(st.sampled_from(sorted(FUNCTIONS)))]
    most = function.least + 3 if function.most == MANY else function.most
    count = draw(st.integers(function.least, most))
    deeper = calls(depth - 1) if depth else st.nothing()
    return f"{function.name}({', '.join(draw(st.sampled_from(VALUES) | deeper) for _ in range(count))})"


@settings(max_examples=600, deadline=None)
@given(calls(), st.sampled_from(["number", "string", "boolean", "strings", None]))
def test_any_call_gives_a_value_or_an_xpath_error(expression, result):
    try:
        evaluate(expression, XML, result=result, context="/*[1]/*[2]", now="2018-11-05T12:00:00.000+06:00")
    except XPathError as refused:
        assert refused.reason


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_says_how_many_arguments_it_takes(name):
    function = FUNCTIONS[name]
    if function.most < MANY:
        arguments = ", ".join(["1"] * (function.most + 1))
        with pytest.raises(XPathError, match="argument"):
            evaluate(f"{name}({arguments})", XML)
