"""Comments are taken out of scripts, and nothing else that the browser would miss."""

import pytest

from jarchy.project.scripts import without_comments


@pytest.mark.parametrize(
    ("script", "stripped"),
    [
        ("// why\nlet a = 1;\n", "let a = 1;\n"),
        ("let a = 1; // why\nlet b;", "let a = 1;\nlet b;\n"),
        (
            "/** Of a day.\n * NaN if none. */\nfunction f() {\n    return 1;\n\n}\n",
            "function f() {\nreturn 1;\n}\n",
        ),
        ("a/* one */b", "a b\n"),
        ("return/* two\nlines */b", "return\nb\n"),
        ("/*! Licence: kept */\nlet a;", "/*! Licence: kept */\nlet a;\n"),
    ],
)
def test_comments_indentation_and_empty_lines_go(script, stripped):
    assert without_comments(script) == stripped


@pytest.mark.parametrize(
    "script",
    [
        'const url = "https://example.org"; // no comment',
        "const mark = '/* none */';",
        'const quoted = "a \\" // b";',
        'const pattern = /[/*]\\/\\/"/g;',
        "const found = text.replace(/'/g, '');",
        "const words = `// ${one /* out */ + `/* ${two} */`} //`;",
        "const page = `\n    two lines,\n\n    as they are\n  `;",
        "const share = part / whole / 2;",
        "const half = (a + b) / 2; const c = list[0] / 2;",
        "return /\\s+/.test(a) ? 1 : 2;",
        'const f = (a) => /x"y/.test(a);',
        "const t = `${/`}/.test(a) ? { b: `}` }.b : 1}`;",
    ],
)
def test_texts_templates_and_regular_expressions_stay_as_they_are(script):
    kept = script.replace(" // no comment", "").replace("/* out */", " ")
    assert without_comments(script) == kept + "\n"


def test_a_division_is_no_regular_expression():
    assert (
        without_comments("const a = b / c; // d / e\nconst f = g / h;")
        == "const a = b / c;\nconst f = g / h;\n"
    )


@pytest.mark.parametrize("script", ['const a = "open;\n', "const a = `open", "const a = `${open"])
def test_what_does_not_end_is_said(script):
    with pytest.raises(ValueError, match="does not end"):
        without_comments(script)


def test_stripped_once_is_stripped():
    script = "// a\nconst b = `// c ${d /* e */}`;\n\n  // f\n  const g = /\\/\\*/;\n"
    once = without_comments(script)
    assert without_comments(once) == once
