"""What a phone has to load of the runtime of forms, in bytes as sent: without comments, compressed."""

from __future__ import annotations

import gzip
from pathlib import Path

from jarchy.project.scripts import without_comments

MODULES = Path(__file__).resolve().parents[2] / "src" / "jarchy" / "xforms" / "browser"
EXPRESSIONS = ("dates", "functions", "nodes", "values", "xpath")
MOST_BYTES = 10_240
ENGINE = ("answering", "engine", "filling", "form", "judging", "submission")
MOST_BYTES_OF_THE_ENGINE = 11_264
ONLY_WHERE_NEEDED = {"rare": 4_096, "regex": 1_024, "geo": 1_536, "digest": 3_072, "signed": 1_536}


def test_the_interpreter_of_expressions_fits_into_ten_kilobytes():
    assert sum(map(_bytes_sent, EXPRESSIONS)) <= MOST_BYTES


def test_the_engine_of_forms_fits_into_eleven_kilobytes():
    assert sum(map(_bytes_sent, ENGINE)) <= MOST_BYTES_OF_THE_ENGINE


def test_what_few_forms_need_is_loaded_apart_and_small_too():
    too_large = {name: sent for name, most in ONLY_WHERE_NEEDED.items() if (sent := _bytes_sent(name)) > most}
    assert not too_large


def _bytes_sent(name: str) -> int:
    script = (MODULES / f"{name}.js").read_text(encoding="utf-8")
    return len(gzip.compress(without_comments(script).encode(), 9, mtime=0))
