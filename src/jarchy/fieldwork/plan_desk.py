"""Plan sheets together: each row beside what is planned, what it is, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from jarchy.charter.models import Edition, Organisation
from jarchy.fieldwork.actions.plan import PlanLists, PlannedActivity, faults_of, may_plan
from jarchy.fieldwork.models import Activity
from jarchy.fieldwork.plan_blank import COHOSTS, NUMBER, SUPPORTER
from jarchy.fieldwork.plan_cells import Labels, PlanCells, labels_in_use
from jarchy.fieldwork.plan_rows import PlanRow, RowKind, said_of_plan, said_of_planned
from jarchy.fieldwork.rules import ActivityState
from jarchy.formats.filled_sheets import FilledRow, FilledSheet
from jarchy.formats.tables import Finding
from jarchy.foundation.narrowing import Actor

Seen = dict[UUID, tuple[str, int, PlannedActivity]]


@dataclass
class PlanDesk:
    """Sheets of several organisations together: each list is asked once."""

    edition: Edition
    by: Actor
    is_keeping: bool = False  # in a transaction: what is planned under the numbers stays as it was read
    findings: list[Finding] = field(default_factory=list)
    numbers: set[UUID] = field(default_factory=set)

    def judge(self, sheets: Sequence[tuple[FilledSheet, Organisation]]) -> list[PlanRow]:
        """Those of the rows that are whole; what is wrong with the others is among the findings."""
        read = [(sheet, organisation, list(sheet.rows())) for sheet, organisation in sheets]
        self.findings += [finding for sheet, _, _ in read for finding in sheet.findings]
        lines = [
            _Line(sheet, row, organisation, self).read() for sheet, organisation, rows in read for row in rows
        ]
        self.numbers = {line.number for line in lines if line.number}
        known = self._known(self.numbers)
        lists = PlanLists(self.edition, {line.pcode for line in lines if line.pcode})
        seen: Seen = {}
        found = [line.judged(known, lists, seen) for line in lines]
        self.findings += [finding for line in lines for finding in line.findings]
        return [row for row in found if row]

    def _known(self, numbers: Iterable[UUID]) -> dict[UUID, Activity]:
        rows = Activity.objects.filter(uuid__in=list(numbers))
        rows = rows.select_for_update(of=("self",)) if self.is_keeping else rows
        whole = rows.select_related("edition", "organisation", "place", "region", "district")
        return {row.uuid: row for row in whole}

    @cached_property
    def labels(self) -> Labels:
        return labels_in_use(self.edition)


class _Line(PlanCells):
    """One row on its way."""

    def __init__(
        self, sheet: FilledSheet, row: FilledRow, organisation: Organisation, desk: PlanDesk
    ) -> None:
        super().__init__(sheet, row, desk.edition, desk.labels)
        self.organisation, self.by = organisation, desk.by

    def judged(
        self,
        known: Mapping[UUID, Activity],
        lists: PlanLists,
        seen: Seen,
    ) -> PlanRow | None:
        activity = known.get(self.number) if self.number else None
        if activity and not self._is_ours(activity):
            return None
        if self.day is None or self.findings or not self.number:
            return None
        plan = self._plan(self.day, activity)
        if faults := faults_of(plan, self.edition, lists):
            for name in faults:
                self.say("fieldwork.unknown_line", "rayon" if name == "place" else name, self._text(name))
            return None
        if not self._stands_once(plan, seen):
            return None
        if activity and not activity.is_retired and said_of_planned(activity) == said_of_plan(plan):
            return self._made(plan, lists, RowKind.SAME, activity)
        if activity and not self._may_change(activity):
            return None
        if self.organisation.slug in plan.cohosts:
            self.say("fieldwork.cohost_is_host", COHOSTS, self._text(COHOSTS))
            return None
        target = lists.filled(self._draft(activity), plan)
        if not may_plan(target, self.by):
            self.say("fieldwork.plan_not_yours", "rayon", self._text("rayon"))
            return None
        return self._made(plan, lists, RowKind.CHANGED if activity else RowKind.FRESH, activity)

    def _draft(self, activity: Activity | None) -> Activity:
        """What would stand, not yet kept."""
        if activity is None:
            assert self.number is not None
            return Activity(uuid=self.number, edition=self.edition, organisation=self.organisation)
        return Activity(edition=activity.edition, organisation=activity.organisation)

    def _made(
        self, plan: PlannedActivity, lists: PlanLists, kind: RowKind, activity: Activity | None
    ) -> PlanRow:
        assert self.number is not None
        return PlanRow(
            file=self.sheet.name, row=self.row.number, uuid=self.number, organisation=self.organisation, plan=plan,
            place=lists.places[plan.pcode], kind=kind, activity=activity,
        )  # fmt: skip

    def _is_ours(self, activity: Activity) -> bool:
        is_ours = activity.edition_id == self.edition.pk and activity.organisation_id == self.organisation.pk
        if not is_ours:
            self.say("fieldwork.plan_number_of_others", NUMBER, str(self.number))
        return is_ours

    def _stands_once(self, plan: PlannedActivity, seen: Seen) -> bool:
        """False for a second row of the number: one that says the same in another sheet is passed over."""
        assert self.number is not None
        first = seen.setdefault(self.number, (self.sheet.name, self.row.number, plan))
        if first[:2] == (self.sheet.name, self.row.number):
            return True
        if first[0] == self.sheet.name or first[2] != plan:
            self.say(
                "fieldwork.plan_number_twice", NUMBER, str(self.number), first=str(first[1]), other=first[0]
            )
        return False

    def _may_change(self, activity: Activity) -> bool:
        code = ""
        if activity.is_retired:
            code = "fieldwork.plan_taken_out"
        elif activity.state == ActivityState.HELD:
            code = "fieldwork.plan_reported"
        elif activity.state == ActivityState.CALLED_OFF:
            code = "fieldwork.plan_called_off"
        elif not may_plan(activity, self.by):
            code = "fieldwork.plan_not_yours"
        if code:
            self.say(code, NUMBER, str(self.number))
        return not code

    def _plan(self, day: date, activity: Activity | None) -> PlannedActivity:
        """What no column of this sheet asks stays as it is: an older blank has fewer."""
        asked = self.sheet.header
        return PlannedActivity(
            date=day, pcode=self.pcode, kind=self.said["kind"], venue=self.said["venue"],
            audience=self.said["audience"], topics=self.topics,
            cohosts=self.cohosts if COHOSTS in asked or not activity else tuple(activity.cohosts),
            expected=self.numbers["expected"], team=self.numbers["team"], said_open=self.said["anybody"] != "no",
            announced=self.said["announced"] == "yes",
            supported_by=self.said[SUPPORTER] if SUPPORTER in asked or not activity else activity.supported_by,
            sessions=self.numbers["sessions"] if "sessions" in asked or not activity else activity.sessions,
        )  # fmt: skip
