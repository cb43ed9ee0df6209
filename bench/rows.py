"""What a bench found: one number, what was promised of it, and the floor that the same machine had in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`value` in `unit` (ms, s, MB: less is better; a second: more is better).

    `limit`: at most so much was promised; None: only to be shown. `floor`: what the least that could do the same work
    took, in the same unit and run; absolute numbers do not travel to other machines, ratios do.
    """

    bench: str
    what: str
    value: float
    unit: str
    limit: float | None = None
    floor: float | None = None
    floor_is: str = ""
    note: str = ""
    database: str = ""

    @property
    def is_kept(self) -> bool:
        return self.limit is None or self.value <= self.limit

    @property
    def ratio(self) -> float | None:
        """How many times the floor it took; from 1 upwards, whichever way the unit runs."""
        if not self.floor or not self.value:
            return None
        return self.floor / self.value if self.unit == "a second" else self.value / self.floor


@dataclass(frozen=True)
class Taken:
    """Medians of some runs in milliseconds: by the clock, and of this process's own processor time."""

    clock: float
    processor: float

    @property
    def note(self) -> str:
        return f"{self.processor:,.1f} ms of processor"


def taken(work: Callable[[], object], times: int = 1) -> Taken:
    """On a machine that does other things meanwhile the clock runs on, and the processor's time hardly does."""
    clock, processor = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return Taken(statistics.median(clock) * 1000, statistics.median(processor) * 1000)


def milliseconds(work: Callable[[], object], times: int = 1) -> float:
    """The median of so many runs, by the clock."""
    return taken(work, times).clock
