"""jarchy fieldwork checks seed|draw|list: calls to check at the command line."""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from datetime import timedelta

from django.core.management.base import CommandError
from django.core.management.base import OutputWrapper as Output

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.fieldwork.actions import draw_calls, make_seed
from jarchy.fieldwork.models import Draw, Drawn
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised

EXAMPLES = {
    "seed": """example:
  jarchy fieldwork checks seed --edition kg-2020

Makes the edition's seed by chance, once, and keeps it sealed; prints its SHA-256, which belongs into campaign.toml
before the launch: [checks] seed_sha256. Asked again it prints the same. Examples use a seed that everybody knows.""",
    "draw": """example:
  jarchy fieldwork checks draw --edition kg-2018

Draws for the Monday on which the edition's week began, where its midnight did not; what was drawn stays as it is.""",
    "list": """example:
  jarchy fieldwork checks list --edition kg-2018 --json

--json writes {"edition", "seed_sha256", "draws": [{"monday", "region", "reports", "size", "list_sha256",
  "list": [{"number", "report", "call", "replacement", "outcome"}]}]}: with the seed, once it is revealed, an auditor
draws again and compares.""",
}
HELP = {
    "seed": "make the seed of the draws; print its SHA-256",
    "draw": "draw this week's calls now",
    "list": "what was drawn, in its order, and what came of each call",
}


def add_checks(verbs) -> None:
    checks = verbs.add_parser(
        "checks", help="calls to check: their seed, their draw, what was drawn",
        epilog="\n\n".join(EXAMPLES.values()), formatter_class=RawDescriptionHelpFormatter,
    )  # fmt: skip
    steps = checks.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, example in EXAMPLES.items():
        step = steps.add_parser(
            name, help=HELP[name], epilog=example, formatter_class=RawDescriptionHelpFormatter
        )
        step.add_argument("--edition", required=True, help="short name of the campaign")
        step.add_argument("--json", action="store_true", help="write JSON with stable keys")


def handle_checks(out: Output, *, step: str, edition: str, **options) -> None:
    try:
        row = charter.edition(edition)
        said = {"seed": _seed, "draw": _draw, "list": _list}[step](row)
    except ProblemRaised as problem:
        raise CommandError(f"{problem.sentence} {problem.remedy}") from problem
    if options["json"]:
        out.write(json.dumps(said, ensure_ascii=False, indent=1))
    elif step == "seed":
        out.write(str(said["seed_sha256"]))
    else:
        for draw in said["draws"]:
            out.write(f"{draw['monday']}  {draw['region']}  {draw['size']} of {draw['reports']}")
            for line in draw["list"]:
                came = line["outcome"] or ("waits" if line["call"] else "")
                out.write(f"  {line['number']:>4}  {line['report']}  {came}".rstrip())


def _seed(edition: Edition) -> dict:
    return {"edition": edition.slug, "seed_sha256": make_seed(edition, by=house("command"))}


def _draw(edition: Edition) -> dict:
    today = edition.today()
    drawn = draw_calls(edition, today - timedelta(today.weekday()), by=house("command"))
    return _list(edition, only=drawn)


def _list(edition: Edition, *, only: list[Draw] | None = None) -> dict:
    draws = Draw.objects.filter(edition=edition).select_related("region").order_by("monday", "region__pcode")
    if only is not None:
        draws = draws.filter(pk__in=[one.pk for one in only])
    lines: dict[int, list[dict]] = {}
    rows = Drawn.objects.filter(draw__in=draws).select_related("report", "call").order_by("number")
    for row in rows:
        call = getattr(row, "call", None)
        lines.setdefault(row.draw_id, []).append(
            {
                "number": row.number, "report": str(row.report.uuid), "call": call is not None,
                "replacement": bool(call and call.replaces_id), "outcome": call.outcome if call else "",
            }
        )  # fmt: skip
    rule = charter.check_rule(edition)
    return {
        "edition": edition.slug, "seed_sha256": rule.seed_sha256 if rule else "",
        "draws": [
            {
                "monday": draw.monday.isoformat(), "region": draw.region.pcode, "reports": draw.reports,
                "size": draw.size, "list_sha256": draw.list_sha256, "list": lines.get(draw.pk, []),
            }
            for draw in draws
        ],
    }  # fmt: skip
