"""Chance draws some confirmed reports, for somebody else to look at again."""

from __future__ import annotations

from collections.abc import Sequence

from jarchy.charter import thresholds
from jarchy.fieldwork import rules
from jarchy.fieldwork.models import Report, SecondLook
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.sealing import keyed_hash


def draw_second_looks(reports: Sequence[Report], *, by: Actor) -> None:
    """Of these, just confirmed by this actor, those that chance takes. In the caller's transaction; safe to repeat.

    A keyed hash of the report and its version decides: not who confirms, not when, not in which company.
    """
    SecondLook.objects.bulk_create(
        [
            SecondLook(
                edition_id=report.edition_id, report=report, version=report.version, confirmed_by_id=by.account,
                drawn_on=report.moved_on,
            )
            for report in reports
            if rules.is_drawn(keyed_hash(f"second look: {report.uuid} {report.version}".encode()), _percent(report))
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _percent(report: Report) -> int:
    return thresholds.value_of(report.edition.settings, "second_look_percent")
