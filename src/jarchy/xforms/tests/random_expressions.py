"""Expressions by the hundred, the same ones in every run: for comparing interpreters a batch at a time."""

from random import Random

from jarchy.xforms.tests.test_no_expression_stumbles import VALUES
from jarchy.xforms.tests.test_parse_expressions import WORDS
from jarchy.xforms.xpath.functions.table import FUNCTIONS, MANY

# What chance gives is never the same twice.
_BY_CHANCE = {"random", "uuid"}
_NAMES = sorted(FUNCTIONS.keys() - _BY_CHANCE)
_OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or"]
IN_DOCUMENT = [
    *VALUES, "'ңө'", "'\U0001f33b sun'", "'aGVq'", "'[0-9]+'", "'\\d{1,3}'", "'3'", "'42.5 74.5;42.6 74.6;42.5 74.5'",
    "'42.55 74.55 0 0'", "'MD5'", "'hex'", "'%a %e %b %Y, %H:%M:%S.%3 (%W)'", "'1850-01-01'",
    "'2018-10-28T01:30:00.000'",
    "1.005", "-2.5", "0.000001", "12345678901234", "//n[2]", "/data/*[last()]", "/data/r[n > 1]/n",
    "following::n", "preceding-sibling::*", "(//n | /data/b)[2]", "/data/c[. = 'x y']", "self::node()/../a",
]  # fmt: skip
IN_FORM = [
    *IN_DOCUMENT, "../n", "../../b", "current()/../n", "/data/r/n", "/data/r[2]/n", "/data/r", "position(..)",
    "instance('list')/root/item[name = 'y']/label", "instance('list')/root/item[kind = /data/b]/label",
    "instance('list')/root/item[kind = current()][1]/name", "instance('list')/root/item[label = 'X' or name = 'y']",
    "instance('nothing')", "indexed-repeat(/data/r/n, /data/r, 2)", "pulldata('list', 'label', 'name', 'x')",
    "/data/d", "/data/a <= today()", "/data/b = 3", "/data/none = ''", "jr:itext('a')", "not(/data/r/n)",
    "/data/none = false()", "/data/r/n = true()", "../n and true()", "instance('list')/root/item[label][2]/name",
    "jr:choice-name('x', '/data/c')",
]  # fmt: skip


def random_call(chance: Random, words: list[str], depth: int = 2) -> str:
    """A call with as many arguments as its function takes: `words`, comparisons of them, other calls."""
    function = FUNCTIONS[chance.choice(_NAMES)]
    most = function.least + 3 if function.most == MANY else function.most
    least = 2 if function.name == "randomize" else function.least
    count = chance.randint(least, most)
    return f"{function.name}({', '.join(_argument(chance, words, depth) for _ in range(count))})"


def _argument(chance: Random, words: list[str], depth: int) -> str:
    if depth and chance.random() < 0.4:
        return random_call(chance, words, depth - 1)
    value = chance.choice(words)
    if chance.random() < 0.2:
        return f"{value} {chance.choice(_OPERATORS)} {chance.choice(words)}"
    return value


def random_words(chance: Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 12)))
