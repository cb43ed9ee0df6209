"""No sequence of public questions yields the number of a closed activity, nor any sum below ten, nor one or two
activities' sexes. Random histories: posted, voided, corrected (in number, place or openness), Mondays, the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from jarchy.ledger.rules import (
    LEAST,
    LEAST_ACTIVITIES,
    Measure,
    NewCell,
    PastCell,
    RowValues,
    Waiting,
    monday,
    oblast_row_may_be_renewed,
    people_of,
)
from jarchy.ledger.tests.attacker import Attacker, Unknown

START = date(2018, 9, 10)
DISTRICTS = {"A1": "A", "A2": "A", "B1": "B", "C": "C"}


@dataclass(frozen=True)
class Held:
    """A posting as it stands in the journal."""

    position: int
    source: str
    district: str
    week: int
    kind: str
    people: int
    is_open: bool
    women: int = 0


@dataclass
class Campaign:
    """The journal's closed and open postings and all that was made public of them."""

    standing: dict[str, Held] = field(default_factory=dict)
    cells: list[tuple[NewCell, PastCell, dict[int, Unknown]]] = field(default_factory=list)
    once_open: set[str] = field(default_factory=set)
    once_closed: set[str] = field(default_factory=set)
    rows: dict[str, list[RowValues]] = field(default_factory=dict)
    in_rows: dict[str, set[str]] = field(default_factory=dict)
    row_members: dict[str, list[list[Held]]] = field(default_factory=dict)
    position: int = 0
    readings: list[frozenset[Unknown]] = field(default_factory=list)

    def post(self, held: Held) -> None:
        self.position += 1
        if held.source in self.once_closed:
            held = replace(held, is_open=False)
        (self.once_open if held.is_open else self.once_closed).add(held.source)
        self.standing[held.source] = replace(held, position=self.position)

    def void(self, source: str) -> None:
        self.position += 1
        del self.standing[source]

    def let_monday_come(self, *, is_final: bool = False) -> None:
        closed = [self._waiting(held) for held in self.standing.values() if not held.is_open]
        made = monday(closed, [past for _, past, _ in self.cells], is_final=is_final)
        for number in made.taken_back:
            cell, past, inside = self.cells[number]
            self.cells[number] = (cell, replace(past, is_standing=False), inside)
        by_position = {held.position: held for held in self.standing.values()}
        for cell in made.cells:
            held = [by_position[position] for position in cell.postings]
            inside = {
                one.position: (one.source, one.people) for one in held if one.source not in self.once_open
            }
            hiding = frozenset(source for source, _ in inside.values())
            self.cells.append((cell, PastCell(frozenset(cell.postings), hiding, True), inside))
        self._renew_rows()
        self._everybody_reads()

    def _waiting(self, held: Held) -> Waiting:
        return Waiting(
            position=held.position, source=held.source, region=DISTRICTS[held.district], district=held.district,
            week=START + timedelta(7 * held.week), kind=held.kind, attendances=held.people,
            was_open=held.source in self.once_open,
        )  # fmt: skip

    def _everybody_reads(self) -> None:
        """Each standing cell, and the closed part of each total: of rayons, oblasts, the country."""
        standing = [(cell, inside) for cell, past, inside in self.cells if past.is_standing]
        self.readings += [frozenset(inside.values()) for _, inside in standing]
        for pcode in [*DISTRICTS, "A", "B", "C", ""]:
            parts = [
                inside for cell, inside in standing if pcode in ("", cell.pcode, DISTRICTS.get(cell.pcode))
            ]
            self.readings.append(frozenset(unknown for inside in parts for unknown in inside.values()))

    def _renew_rows(self) -> None:
        inside = {p for cell, past, _ in self.cells if past.is_standing and cell.level for p in cell.postings}
        for region in sorted(set(DISTRICTS.values())):
            members = [
                held
                for held in self.standing.values()
                if DISTRICTS[held.district] == region and (held.is_open or held.position in inside)
            ]
            women, total = sum(held.women for held in members), sum(held.people for held in members)
            values = RowValues({Measure.ATTENDANCES: total}, {"sex": {"female": women}})
            had = self.in_rows.setdefault(region, set())
            newcomers = {held.source for held in members} - had
            if oblast_row_may_be_renewed(self.rows.setdefault(region, []), values, newcomers=len(newcomers)):
                self.rows[region].append(values)
                self.row_members.setdefault(region, []).append(members)
                had |= newcomers


people = st.one_of(st.integers(0, 12), st.integers(0, 40))
new = st.tuples(st.just("post"), st.sampled_from(sorted(DISTRICTS)), st.integers(0, 2), st.sampled_from("kt"), people,
                st.sampled_from([True, False, False]), st.integers(0, 100))  # fmt: skip
void = st.tuples(st.just("void"), st.integers(0, 30))
changes = st.sampled_from(["same", "number", "place", "open", "kind"])
correct = st.tuples(st.just("correct"), st.integers(0, 30), changes, people,
                    st.sampled_from(sorted(DISTRICTS)))  # fmt: skip
again = st.tuples(st.just("again"), st.integers(0, 30))
week = st.tuples(st.just("monday"))
histories = st.lists(st.one_of(new, new, new, void, correct, again, week, week), min_size=3, max_size=40)


def lived(history) -> Campaign:
    """A campaign in which all this happened, with a last Monday and an end."""
    campaign = Campaign()
    gone: list[Held] = []
    for number, (verb, *said) in enumerate(history):
        sources = sorted(campaign.standing)
        if verb == "post":
            district, week_of, kind, many, is_open, share = said
            campaign.post(
                Held(0, f"s{number:03}", district, week_of, kind, many, is_open, many * share // 100)
            )
        elif verb == "monday":
            campaign.let_monday_come()
        elif verb == "again" and gone:
            held = gone[said[0] % len(gone)]
            if held.source not in campaign.standing:
                campaign.post(held)
        elif sources and verb in ("void", "correct"):
            held = campaign.standing[sources[said[0] % len(sources)]]
            campaign.void(held.source)
            if verb == "void":
                gone.append(held)
            else:
                campaign.post(_corrected(held, *said[1:]))
    campaign.let_monday_come()
    campaign.let_monday_come(is_final=True)
    return campaign


def _corrected(held: Held, what: str, many: int, district: str) -> Held:
    return {
        "same": held,
        "number": replace(held, people=many, women=min(held.women, many)),
        "place": replace(held, district=district),
        "open": replace(held, is_open=not held.is_open),
        "kind": replace(held, kind="k" if held.kind == "t" else "t"),
    }[what]


def closed(people: int, district: str = "A1"):
    return ("post", district, 0, "t", people, False, 50)


MONDAY = ("monday",)


@given(histories)
@example([closed(12), closed(3), MONDAY, ("void", 1), MONDAY, closed(5)])
@example([closed(12), closed(3), MONDAY, ("correct", 1, "same", 0, "A1"), closed(4), MONDAY])
@example([closed(100), closed(3), MONDAY, ("void", 1), closed(100), MONDAY, ("void", 0), closed(4), MONDAY])
@example([("post", "A1", 0, "t", 7, True, 0), ("correct", 0, "open", 0, "A1"), closed(5), MONDAY])
@example([closed(8), closed(7), MONDAY, ("correct", 1, "open", 0, "A1"), MONDAY])
@example([closed(50), closed(50), MONDAY, ("void", 0), closed(2), MONDAY, ("again", 0), closed(3), MONDAY])
def test_nobody_subtracts_down_to_a_sum_below_ten(history):
    campaign = lived(history)
    attacker = Attacker()
    for reading in campaign.readings:
        attacker.reads(reading)
    assert list(attacker.sums_below(LEAST)) == []


@given(histories)
def test_every_cell_has_ten_attendances_and_no_activity_stands_in_two(history):
    campaign = lived(history)
    standing: list[int] = []
    for cell, past, inside in campaign.cells:
        assert cell.attendances >= LEAST
        assert sum(number for _, number in inside.values()) >= LEAST
        assert len(cell.postings) == cell.activities
        standing += cell.postings if past.is_standing else ()
    assert len(standing) == len(set(standing))


@given(histories)
def test_what_was_shown_and_taken_back_comes_again_only_with_a_posting_never_shown(history):
    shown: set[int] = set()
    for cell, _, _ in lived(history).cells:
        assert not set(cell.postings) <= shown
        shown |= set(cell.postings)


@given(st.lists(st.one_of(new, new, new, new, void, correct, week), min_size=10, max_size=50))
def test_no_two_rows_of_an_oblast_differ_by_fewer_than_three_activities_or_few_people(history):
    campaign = lived(history)
    for region, rows in campaign.rows.items():
        for number, later in enumerate(rows):
            for earlier in [RowValues(), *rows[:number]]:
                then, now = people_of(earlier), people_of(later)
                assert all(
                    abs(now.get(band, 0) - then.get(band, 0)) not in range(1, LEAST) for band in now | then
                )
        attacker = Attacker()
        for members in campaign.row_members.get(region, []):
            attacker.reads((held.source, 100 * held.people + held.women) for held in members)
        assert list(attacker.sets_of_at_most(LEAST_ACTIVITIES - 1)) == []


def test_the_attacker_is_no_fool():
    attacker = Attacker()
    attacker.reads([("a", 20), ("b", 3), ("c", 9)])
    attacker.reads([("a", 20), ("c", 9)])
    assert [list(some) for some in attacker.sums_below(LEAST)] == [[("b", 3)]]
