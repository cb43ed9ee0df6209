"""Plans from sheets: many of them, of several organisations, checked whole and then kept whole, or nothing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from jarchy.charter.actions import check_may
from jarchy.charter.models import Edition
from jarchy.charter.rules import Act
from jarchy.charter.wording import worded
from jarchy.fieldwork.actions.plan import PlanLists, may_plan, note_plans
from jarchy.fieldwork.foreign_plans import judged
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.plan_desk import PlanDesk
from jarchy.fieldwork.plan_rows import PlanRow, RowKind, organisation_of, read_plan_sheet
from jarchy.fieldwork.rules import ActivityState
from jarchy.formats.filled_sheets import FilledSheet
from jarchy.formats.sheet_mappings import Mapped
from jarchy.formats.tables import Finding
from jarchy.foundation.narrowing import Actor

AT_ONCE = 200  # rows in one statement
COLUMNS = (  # what a plan says; not what became of it
    "date", "place", "region", "district", "kind", "venue", "audience", "topics", "cohosts", "expected", "team",
    "said_open", "is_open", "said_announced", "announced", "supported_by", "sessions",
)  # fmt: skip


@dataclass(frozen=True)
class PlanSheets:
    """What sheets say beside what is planned. `faults` as `charter check` has them; `left_out`: planned activities of
    these organisations that no row names. They stay.
    """

    faults: list[dict[str, object]]
    rows: list[PlanRow] = field(default_factory=list)
    left_out: list[Activity] = field(default_factory=list)
    is_kept: bool = False
    assumed: list[dict[str, object]] = field(default_factory=list)  # of somebody else's sheet; stops nothing
    source: str = ""

    def of_kind(self, kind: RowKind) -> list[PlanRow]:
        return [row for row in self.rows if row.kind is kind]

    @property
    def fresh(self) -> list[PlanRow]:
        return self.of_kind(RowKind.FRESH)

    @property
    def changed(self) -> list[PlanRow]:
        return self.of_kind(RowKind.CHANGED)

    @property
    def same(self) -> list[PlanRow]:
        return self.of_kind(RowKind.SAME)


def read_plan_sheets(files: Sequence[tuple[str, bytes]]) -> list[FilledSheet]:
    """Files (name, bytes) that came back, unread beyond their header."""
    return [read_plan_sheet(data, name) for name, data in _told_apart(files)]


def check_plan_sheets(edition: Edition, sheets: Sequence[FilledSheet], *, by: Actor) -> PlanSheets:
    """What loading these sheets would do, and all that is wrong with any of them. Writes nothing."""
    check_may(edition, Act.PLAN)
    return _checked(PlanDesk(edition, by), sheets)


def _checked(desk: PlanDesk, sheets: Sequence[FilledSheet]) -> PlanSheets:
    ours, faulty = [], []
    for sheet in sheets:
        organisations = list(organisation_of(sheet, desk.edition, desk.by))
        ours += [(sheet, organisation) for organisation in organisations]
        faulty += [] if organisations else sheet.findings
    rows = desk.judge(ours)
    faults = [worded(finding) for finding in [*faulty, *desk.findings]]
    return PlanSheets(faults, rows, _left_out(desk, {organisation.pk for _sheet, organisation in ours}))


def _told_apart(files: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Everybody calls her sheet plan.xlsx: the second of a name is plan.xlsx (2)."""
    times: Counter[str] = Counter()
    for name, data in files:
        times[name] += 1
        yield (f"{name} ({times[name]})" if times[name] > 1 else name), data


def _left_out(desk: PlanDesk, organisations: set[int]) -> list[Activity]:
    edition, by = desk.edition, desk.by
    planned = Activity.objects.filter(
        edition=edition, organisation__in=organisations, state=ActivityState.PLANNED, is_retired=False
    ).exclude(uuid__in=desk.numbers)
    whole = planned.select_related("edition", "organisation", "place", "region", "district")
    return [activity for activity in whole.order_by("date", "pk") if may_plan(activity, by)]


def load_plan_sheets(edition: Edition, sheets: Sequence[FilledSheet], *, by: Actor) -> PlanSheets:
    """Plan what the sheets say: new rows are planned, changed ones change their activity, the same again adds nothing.

    One error in any of them changes nothing. A row that was taken out is told (`left_out`), its activity stays.
    """
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(
            pk=edition.pk
        )  # two who load it at once plan it once
        check_may(locked, Act.PLAN)
        found = _checked(PlanDesk(edition, by, is_keeping=True), sheets)
        if found.faults:
            return found
        _keep(edition, found, by)
    return PlanSheets([], found.rows, found.left_out, is_kept=True)


def _keep(edition: Edition, found: PlanSheets, by: Actor) -> None:
    lists = PlanLists(edition, {row.plan.pcode for row in found.rows})
    new = [
        lists.filled(
            Activity(uuid=row.uuid, edition=edition, organisation=row.organisation, source=found.source),
            row.plan,
        )
        for row in found.fresh
    ]
    touched = [lists.filled(row.activity, row.plan) for row in found.changed if row.activity]
    Activity.objects.bulk_create(new, batch_size=AT_ONCE)
    Activity.objects.bulk_update(touched, COLUMNS, batch_size=AT_ONCE)
    for verb, activities in (("activity planned", new), ("activity changed", touched)):
        if activities:
            note_plans(verb, activities, by)


def check_foreign_plans(edition: Edition, mapped: Mapped, *, by: Actor) -> PlanSheets:
    """The same of somebody else's sheet, read by a mapping. Writes nothing."""
    return _checked_foreign(PlanDesk(edition, by), mapped)


def _checked_foreign(desk: PlanDesk, mapped: Mapped) -> PlanSheets:
    rows, findings = judged(desk.edition, mapped, desk)
    faults = [worded(one) for one in findings if one.level == "error"]
    assumed = [worded(one) for one in findings if one.level != "error"]
    source = f"{mapped.sheet.name}, {mapped.mapping.name}"[:300]
    if not rows and not faults:
        faults = [worded(Finding("error", mapped.sheet.name, None, None, None, "table.no_rows"))]
    return PlanSheets(faults, rows, assumed=assumed, source=source)


def load_foreign_plans(edition: Edition, mapped: Mapped, *, by: Actor) -> PlanSheets:
    """Plan what its rows say. One error changes nothing; the same sheet again adds nothing, since a row's number is
    made of what it says.
    """
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=edition.pk)
        found = _checked_foreign(PlanDesk(edition, by, is_keeping=True), mapped)
        if found.faults:
            return found
        _keep(edition, found, by)
    return replace(found, is_kept=True)
