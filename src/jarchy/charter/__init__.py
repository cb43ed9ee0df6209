"""Charter: the campaign as a folder that people can read, and as the rows that everything else asks.

Main rows: Edition, Organisation, Participation, the lists (Topic, Audience, Venue, Kind, Reason), Indicator,
Target, Fact, Helpline, Published.
Way in: folder.read_folder and actions.load_folder; the clock: actions.move_today and keep_midnights.
Way out: queries; folder.parts, midnights and results are registries that project/joints.py fills.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jarchy.charter.models import Edition
    from jarchy.charter.rules import Result

# What happens at an edition's midnight, in this order; each gets the edition and the day that begins, and opens its
# own transaction. Safe to run twice: a machine that stops half-way runs the day again.
midnights: list[Callable[[Edition, date], object]] = []

# What campaign.toml may name under [approvals.<kind>].
kinds_to_approve: list[str] = []

# What an edition came to: its fork makes rows of published.csv of them.
results: list[Callable[[Edition], list[Result]]] = []
