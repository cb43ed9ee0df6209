"""Promise: what a reviewer confirms stands in the public figure within 5 s.

Each round sends and forwards a report, then measures: the reviewer's button (POST of the queue), and the reading of the
public figure's page, which must have risen by exactly what was confirmed. A browser may show its copy for some seconds
more (website.views.FRESH_SECONDS): they are added. The floor is the same page read with nothing new.
"""

from __future__ import annotations

import re
import statistics
import time

from bench.campaign import BY, Campaign, read, visitor
from bench.rows import Row, milliseconds
from jarchy.fieldwork.actions import forward_report
from jarchy.forms.actions import receive_submissions
from jarchy.website.views import FRESH_SECONDS

LIMIT_S = 5
TIMES = 7


def measure(campaign: Campaign, *, times: int = TIMES) -> list[Row]:
    """Three rows: confirming, reading, and both with the copy's seconds."""
    figure = f"/en/{campaign.published.slug}/numbers/attendances/"
    rounds = [_round(campaign, figure) for _ in range(times)]
    confirming, reading = (statistics.median(taken) for taken in zip(*rounds, strict=True))
    anybody = visitor()
    floor = milliseconds(lambda: read(anybody, figure), times)
    seen = (confirming + reading) / 1000 + FRESH_SECONDS
    return [
        Row("visible", "the reviewer's button", confirming, "ms"),
        Row("visible", "the public figure read after it", reading, "ms", None, floor, "the same page, nothing new"),
        Row("visible", "confirmed -> visible, at the latest", seen, "s", LIMIT_S, None, "",
            f"with {FRESH_SECONDS} s for which a browser may keep its copy"),
    ]  # fmt: skip


def _round(campaign: Campaign, figure: str) -> tuple[float, float]:
    """(milliseconds of confirming, of reading the figure that has risen)."""
    anybody, reviewer = visitor(), campaign.reviewer
    (outcome,) = receive_submissions([campaign.incoming()], by=BY)
    report = outcome.submission.report_version.report
    forward_report(report.uuid, by=BY)
    before = _attendances(read(anybody, figure))
    start = time.perf_counter()
    answer = reviewer.post("/en/office/queue/confirm/", {"only": str(report.uuid)})
    confirmed = time.perf_counter()
    after = _attendances(read(anybody, figure))
    end = time.perf_counter()
    if answer.status_code != 302 or after != before + report.total:
        raise RuntimeError(f"confirmed {report.total}, and the figure went from {before} to {after}")
    return (confirmed - start) * 1000, (end - confirmed) * 1000


def _attendances(page: str) -> int:
    """The figure as the page says it in large."""
    found = re.search(r'class="[^"]*\bvalue\b[^"]*"[^>]*>(.*?)</', page, re.DOTALL)
    if not found:
        raise RuntimeError("the page of the figure has no value")
    return int(re.sub(r"\D", "", re.sub(r"<[^>]*>|&[#\w]+;", "", found[1])))
