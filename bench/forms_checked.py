"""How many forms a second one core reads, works out and checks: from a submission's bytes to its findings.

    python bench/forms_checked.py [--json FILE]

The forms: the activity report of kg-2018 (26 questions, four lists) and one of 250 questions made here. Each number
is the best of five rounds of the processor's own time, so that a busy machine disturbs less.
"""

import argparse
import gc
import json
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jarchy.xforms.engine import ReadyLists, begin, check, evaluate
from jarchy.xforms.form import Form
from jarchy.xforms.instance import read_submission, write_submission
from jarchy.xforms.reading import read_form
from jarchy.xforms.workbook import compile_workbook
from jarchy.xforms.xpath.document import evaluate as evaluate_expression
from jarchy.xforms.xpath.world import World

REPORT = Path(__file__).resolve().parents[1] / "campaigns" / "kg-2018" / "forms" / "activity_report.xlsx"
WORLD = World.at(datetime(2018, 11, 5, 6, tzinfo=UTC), ZoneInfo("Asia/Bishkek"), username="bench")
ROUNDS = 5
LISTS = {
    "activities.csv": [{"name": "new", "label": "-"}]
    + [{"name": f"a{n}", "label": str(n), "venue": "school", "kind": "talk"} for n in range(400)],
    "adm2.csv": [{"name": f"d{n}", "label": str(n), "adm1": f"KG0{2 + n % 7}000000000"} for n in range(55)],
    "settlements.csv": [{"name": f"s{n}", "label": str(n), "adm2": f"d{n % 55}"} for n in range(2000)],
    "organisations.csv": [{"name": "none", "label": "-"}]
    + [{"name": f"o{n}", "label": str(n)} for n in range(40)],
}
ANSWERS = {
    "activity": "new", "held_on": "2018-11-04", "adm1": "KG04000000000", "adm2": "d2", "settlement": "s2",
    "venue": "school", "kind": "talk", "topics": "migration trafficking", "cohosts": "o1 o2", "sessions": "2",
    "languages": "ky ru", "guests": "none", "total": "40", "counted": "heads", "women": "20", "age_0_13": "1",
    "age_14_17": "20", "age_18_28": "5", "age_29_up": "2", "first_time": "30", "handed_out": "40",
    "host_phone": "0555123456", "photo": "back.jpg", "faces": "no", "lesson": "Begin earlier.",
}  # fmt: skip


def measure(rounds: int = ROUNDS) -> list[dict[str, object]]:
    """One row for each form, the best of so many rounds: forms a second for each way that they are worked.

    The answers must be right: nothing may be found wrong.
    """
    report = read_form(compile_workbook(REPORT.read_bytes()).xml)
    lists = ReadyLists(report, LISTS)
    answers = begin(report, lists, WORLD) | {
        report.named(name).path: value for name, value in ANSWERS.items()
    }
    long = read_form(_long_form(250))
    long_answers = {f"/data/q{n}": str(n) for n in range(250)}
    return [
        _row("activity report, 26 questions", report, lists, answers, rounds),
        _row("250 questions", long, ReadyLists(long, {}), long_answers, rounds),
        _expressions(rounds),
    ]


def _row(name: str, form: Form, lists: ReadyLists, answers: dict[str, str], rounds: int) -> dict[str, object]:
    body = write_submission(form, answers, {"instanceID": "uuid:bench"})
    read = read_submission(body).answers
    assert check(form, read, lists, WORLD).findings == (), "the bench's own answers must be right"
    times = 4000 // len(form.nodes) + 20
    return {
        "what": name,
        "read": _a_second(lambda: read_submission(body), times, rounds),
        "checked": _a_second(lambda: check(form, read, lists, WORLD), times, rounds),
        "bytes to findings": _a_second(
            lambda: check(form, read_submission(body).answers, lists, WORLD), times, rounds
        ),
        "worked out for a page": _a_second(lambda: evaluate(form, answers, lists, WORLD), times, rounds),
    }


def _expressions(rounds: int) -> dict[str, object]:
    expression = "/data/a >= 18 and selected(/data/b, 'talk') and string-length(/data/c) <= 300"
    xml = "<data><a>20</a><b>talk street</b><c>word</c></data>"
    return {
        "what": "an expression over a document, parsed and all",
        "worked out": _a_second(lambda: evaluate_expression(expression, xml), 300, rounds),
    }


def _a_second(work: Callable[[], object], times: int, rounds: int) -> int:
    best = float("inf")
    gc.collect()
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(times):
            work()
        best = min(best, (time.process_time() - start) / times)
    return round(1 / best)


def _long_form(count: int) -> bytes:
    nodes = "".join(f"<q{n}/>" for n in range(count))
    binds = "".join(
        f'<bind nodeset="/data/q{n}" type="int" required="true()" constraint=". &gt;= 0 and . &lt;= 1000"'
        + (f" relevant=\"/data/q{n - 1} != '' or /data/q0 = 1\"" if n else "")
        + "/>"
        for n in range(count)
    )
    body = "".join(f'<input ref="/data/q{n}"><label>{n}</label></input>' for n in range(count))
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
    <h:title>long</h:title><model><instance><data id="long" version="1">{nodes}<meta><instanceID/></meta></data>
    </instance>{binds}</model></h:head><h:body>{body}</h:body></h:html>""".encode()


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--json", type=Path, help="write the numbers here as well")
    chosen = arguments.parse_args()
    rows = measure()
    for row in rows:
        print(row["what"])
        for name, number in row.items():
            if name != "what":
                print(f"    {name:<24}{number:>10,} a second")
    if chosen.json:
        made = {"python": sys.version.split()[0], "machine": platform.machine(), "rows": rows}
        chosen.json.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
