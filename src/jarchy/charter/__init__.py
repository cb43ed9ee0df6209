"""Charter: the campaign as a folder that people can read, and as the rows that everything else asks.

Main rows: Edition, Organisation, Participation, the lists (Topic, Audience, Venue, Kind, Reason), Indicator,
Target, Fact, Helpline, Published, FigureNote.
Way in: folder.read_folder and actions.load_folder; the clock: actions.move_today and keep_midnights.
Way on: actions.move_state, by people; the dates say when a move is due.
Way out: queries; folder.parts, midnights, guards, moves and results are registries that project/joints.py fills.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jarchy.charter.models import Edition
    from jarchy.charter.rules import Result
    from jarchy.formats.tables import Finding
    from jarchy.foundation.narrowing import Actor

# What happens at an edition's midnight, in this order; each gets the edition and the day that begins, and opens its
# own transaction. Safe to run twice: a machine that stops half-way runs the day again.
midnights: list[Callable[[Edition, date], object]] = []

# What may not be changed any more in an edition that is loaded: each gets the columns of Edition as the folder has them
# and the edition, and names the faults. Filled in project/joints.py.
guards: list[Callable[[Mapping[str, Any], Edition], Iterable[Finding]]] = []

# What campaign.toml may name under [approvals.<kind>].
kinds_to_approve: list[str] = []

# What follows when an edition is moved to a state: called in that transaction with the edition, which stands there by
# then, and whoever moves it.
moves: dict[str, list[Callable[[Edition, Actor], object]]] = {}

# What goes on its day: hourly, by each room's own round, and at each midnight of an example that is moved on, so that
# `charter today` deletes what it passes. Each goes through all editions and is safe to repeat.
keepings: list[Callable[[], object]] = []

# Who acts, by the e-mail, phone or number that a command was given, with what she may do in this edition.
actors: list[Callable[[str, Edition], Actor]] = []

# What an edition came to: its fork makes rows of published.csv of them.
results: list[Callable[[Edition], list[Result]]] = []
