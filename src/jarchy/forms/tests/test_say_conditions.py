"""After which answers a question is asked, as the blank says it."""

from __future__ import annotations

import pytest

from jarchy.forms.sheets.conditions import Condition, conditions_of
from jarchy.forms.tests.sheets import blank
from jarchy.forms.tests.test_write_blank import opened

NEW, NO = Condition("/d/a", "=", "new"), Condition("/d/b", "=", "no")


@pytest.mark.parametrize(("source", "expected"), [
    ("/d/a = 'new'", [[NEW]]),
    (" /d/a  = 'new' or  /d/b  = 'no'", [[NEW, NO]]),
    ("( /d/a = 'new' or /d/b = 'no') and /d/c != ''", [[NEW, NO], [Condition("/d/c", "!=", "")]]),
    ("/d/total > 0", [[Condition("/d/total", ">", "0")]]),
    ("/d/a = 'this or that'", [[Condition("/d/a", "=", "this or that")]]),
    ("selected('talk', /d/kind)", None),
    ("/d/a = 'new' and selected('talk', /d/kind)", None),
    ("/d/a = /d/b", None),
    ("true()", None),
])  # fmt: skip
def test_comparisons_are_read_and_nothing_else(source, expected):
    assert conditions_of(source) == expected


def test_the_blank_says_them_with_the_words_of_its_lists(world):
    sheet = opened(blank(world.version, world.naryn)).worksheets[0]
    hints = {
        sheet.cell(3, column).value: sheet.cell(2, column).value for column in range(1, sheet.max_column + 1)
    }
    assert hints["held_on"] == "Only if “Which activity?” = Not in the plan."
    assert hints["women"] == "Only if “How many took part?” > 0."
    assert hints["adm2"] == "Only if “Which activity?” = Not in the plan and “Region” ≠ Bishkek city."
