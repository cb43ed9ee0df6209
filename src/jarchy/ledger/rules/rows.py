"""An oblast's row: its numbers by sex, age and measure, renewed on Mondays where no band gives anyone away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jarchy.ledger.rules.lines import Measure

LEAST_ACTIVITIES = 3
LEAST_PEOPLE = 10
UNKNOWN = "unknown"


@dataclass(frozen=True)
class RowValues:
    """Sums over the activities in an oblast's public total. bands: {"sex": {"female": 40}, "age": {"14-17": 9}}.

    Bands hold what is known; `unknown` is always the total less that, see `people_of`.
    """

    measures: Mapping[str, int] = field(default_factory=dict)
    bands: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def age_band(age_from: int, age_to: int | None) -> str:
    """The band in one word: 14-17, or 29- where it is open."""
    return f"{age_from}-{'' if age_to is None else age_to}"


def ages_of(band: str) -> tuple[int, int | None]:
    """What `age_band` wrote, as numbers."""
    low, _, high = band.partition("-")
    return int(low), int(high) if high else None


def unknown_of(total: int, known: Mapping[str, int]) -> int:
    """The band of those of whom it is not known. Never stored."""
    return total - sum(known.values())


def people_of(values: RowValues) -> dict[str, int]:
    """Every number of the row that counts people of one kind: each band, *unknown* too, and who came the first time."""
    total = values.measures.get(Measure.ATTENDANCES, 0)
    found: dict[str, int] = {Measure.FIRST_TIME: values.measures.get(Measure.FIRST_TIME, 0)}
    for name in ("sex", "age"):
        known = values.bands.get(name, {})
        found |= {f"{name} {band}": value for band, value in known.items()}
        found[f"{name} {UNKNOWN}"] = unknown_of(total, known)
    return found


def oblast_row_may_be_renewed(earlier: Sequence[RowValues], new: RowValues, *, newcomers: int) -> bool:
    """Whether an oblast's row may be made anew.

    `newcomers`: how many activities are in it that no earlier row had; three at least, so that no two rows differ by
    one or two. Against each earlier row, and against none, every band of people changes by 0 or by 10 and more: not
    only against the last, since nothing keeps a reader from laying March beside January.
    """
    if newcomers < LEAST_ACTIVITIES:
        return False
    now = people_of(new)
    for before in (RowValues(), *earlier):
        then = people_of(before)
        changes = (now.get(name, 0) - then.get(name, 0) for name in now.keys() | then.keys())
        if any(0 < abs(change) < LEAST_PEOPLE for change in changes):
            return False
    return True
