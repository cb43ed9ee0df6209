"""One row of a sheet against the form and against what was sent before: what it is, or what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from jarchy.charter.models import Organisation
from jarchy.charter.wording import worded
from jarchy.formats.filled_sheets import FilledRow, FilledSheet
from jarchy.formats.tables import Finding
from jarchy.forms.bodies import take_apart
from jarchy.forms.checking import guarded, public_numbers
from jarchy.forms.models import FormVersion, Submission
from jarchy.forms.purposes import Reach
from jarchy.forms.rules import (
    HOST_PHONE,
    Channel,
    RowKind,
    SubmissionState,
    may_correct,
    may_enter_for_others,
)
from jarchy.forms.rules import Finding as Kept
from jarchy.forms.sending import reach_of
from jarchy.forms.sheets.cells import Answered, CellReader, yes_or_no
from jarchy.forms.sheets.columns import FOR_SOMEONE, NUMBER, SheetColumn, columns_of
from jarchy.forms.versions import FormLists, by_path, compiled, world_of
from jarchy.forms.wording import SHEET_REMEDY, sentence_of, sentence_of_kept
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.sealing import keyed_hash
from jarchy.xforms import engine
from jarchy.xforms.engine import QuestionState, State
from jarchy.xforms.form import FormNode, Kind
from jarchy.xforms.instance import canonical, write_submission

Fault = dict[str, object]
"""As `charter check` says one: level, file, row, column, value, code, message, remedy."""


@dataclass(frozen=True)
class Judged:
    """A row without faults. What is sent, where it is not the same: `answers` by path, `instance_id`, `replaces`.

    `is_for_someone`: entered for one without an account.
    """

    row: int
    kind: RowKind
    answers: Mapping[str, str]
    instance_id: str
    replaces: str = ""
    organisation: str = ""  # slug, in a sheet of several
    is_for_someone: bool = False


@dataclass
class SheetDesk:
    """One file of one organisation: its lists are asked once. `organisation` None: of none, as the media log may be."""

    version: FormVersion
    organisation: Organisation | None
    table: FilledSheet
    by: Actor
    faults: list[Fault] = field(default_factory=list)
    _row_of: dict[str, int] = field(default_factory=dict)

    @cached_property
    def form(self):
        return compiled(self.version)

    @cached_property
    def language(self) -> str:
        return get_language() or self.form.default_language

    @property
    def slug(self) -> str:
        return self.organisation.slug if self.organisation else ""

    @cached_property
    def lists(self) -> FormLists:
        return FormLists(self.version, self.slug, self.language)

    @cached_property
    def world(self):
        return world_of(self.version.edition, now=timezone.now(), language=self.language)

    @cached_property
    def helplines(self) -> list[str]:
        return public_numbers(self.version.edition)

    @cached_property
    def columns(self) -> list[SheetColumn]:
        return columns_of(self.form)

    @cached_property
    def key_of(self) -> Mapping[str, str]:
        """What a question is called in faults, by its path."""
        return {column.node.path: column.key for column in self.columns}

    @cached_property
    def not_yet(self) -> frozenset[str]:
        return self.lists.offered("later")

    @cached_property
    def reach(self) -> Reach | None:
        return reach_of(self.version, self.organisation, self.by)

    @cached_property
    def reader(self) -> CellReader:
        return CellReader(self.form, self.lists.ready, self.columns, self.table.labels, self._open_choices)

    def _open_choices(self, node: FormNode, answers: Mapping[str, str]) -> list[str]:
        state = engine.evaluate(self.form, by_path(self.form, answers), self.lists.ready, self.world)
        names = [choice.name for choice in state.by_path[node.path].choices]
        state.let_go()
        return names

    def judge(self, rows: Sequence[FilledRow]) -> list[Judged]:
        """Those of the rows that are whole; what is wrong with the others is among the faults."""
        found = [self._judge(row, number, before) for row, number, before in self._numbered(rows)]
        return [judged for judged in found if judged]

    def prepare(self, rows: Sequence[FilledRow]) -> list[Judged]:
        """The same of rows that were judged before: the door that they pass next looks at their answers again."""
        found = []
        for row, number, before in self._numbered(rows):
            read, state = self._worked_out(row)
            answers, chain = _counting(state), before.chain(number)
            state.let_go()
            known = len(self.faults)
            self._judge_for_someone(row, chain)
            if number and not read.faults and len(self.faults) == known:
                found.append(self._beside(row, number, answers, chain))
        return [judged for judged in found if judged]

    def _numbered(self, rows: Sequence[FilledRow]) -> list[tuple[FilledRow, str, Before]]:
        numbers = [self._number_of(row) for row in rows]
        before = Before.of([number for number in numbers if number])
        return [(row, number, before) for row, number in zip(rows, numbers, strict=True)]

    def _worked_out(self, row: FilledRow) -> tuple[Answered, State]:
        read = self.reader.answers_of(row.cells)
        for one in read.faults:
            self._say(one.fault.code, row.number, one.column.header, one.shown or None, **one.fault.params)
        answers = by_path(self.form, read.answers)
        return read, engine.evaluate(self.form, answers, self.lists.ready, self.world)

    def _number_of(self, row: FilledRow) -> str:
        """The report's number as an instance id, "" where there is none that can be used."""
        if NUMBER not in self.table.header:
            return ""
        text = str(row.cells.get(NUMBER) or "").strip()
        try:
            number = f"uuid:{UUID(text.removeprefix('uuid:'))}"
        except ValueError:
            code = "forms.wrong_number" if text else "forms.number_missing"
            self._say(code, row.number, NUMBER, text[:80] or None)
            return ""
        first = self._row_of.setdefault(number, row.number)
        if first != row.number:
            self._say("forms.number_twice", row.number, NUMBER, text, first=str(first))
            return ""
        return number

    def _judge(self, row: FilledRow, number: str, before: Before) -> Judged | None:
        known = len(self.faults)
        read, state = self._worked_out(row)
        chain = before.chain(number)
        self._judge_for_someone(row, chain)
        self._judge_answers(row.number, state, read)
        answers = _counting(state)
        state.let_go()
        self._judge_reach(row.number, answers)
        if not number or len(self.faults) > known:
            return None
        return self._beside(row, number, answers, chain)

    def _judge_for_someone(self, row: FilledRow, chain: Sequence[Submission]) -> None:
        """Of a new report; of one that came before it was said then. The cell is not repeated: it may hold a name."""
        if chain:
            return
        edition = self.version.edition.slug
        said = self._for_someone(row)
        if said is None:
            self._say("forms.for_someone_unclear", row.number, FOR_SOMEONE, None)
        elif said and not may_enter_for_others(self.by, edition=edition, organisation=self.slug):
            self._say("forms.for_someone_not_hers", row.number, FOR_SOMEONE, None)

    def _for_someone(self, row: FilledRow) -> bool | None:
        return yes_or_no(row.cells.get(FOR_SOMEONE), self.table.labels.get(FOR_SOMEONE, ()))

    def _judge_answers(self, row: int, state: State, read: Answered) -> None:
        """Each question by itself; what hangs on one that is at fault is judged when that one is mended."""
        spoilt = {one.column.node.path for one in read.faults}
        texts = dict(self._secrets(state))
        for question in state.by_path.values():
            if question.form_node.is_asked and question.path not in spoilt:
                known = len(self.faults)
                if not self.hangs_on[question.path] & spoilt:
                    self._judge_answer(row, question)
                for found in texts.get(question.path, ()):
                    said = sentence_of_kept(found.as_json())
                    self._add(row, self.key_of.get(question.path, question.name), None, found.code, said)
                if len(self.faults) > known:
                    spoilt.add(question.path)

    def _judge_reach(self, row: int, answers: Mapping[str, str]) -> None:
        by_name = {path.rpartition("/")[2]: path for path in answers}
        flat = {name: answers[path] for name, path in by_name.items()}
        if self.reach and (name := self.reach.fault_of(flat)):
            self._say("forms.beyond_her_places", row, self.key_of.get(by_name[name], name), flat[name][:80])

    def _secrets(self, state: State) -> Iterator[tuple[str, list[Kept]]]:
        """Telephones and the like in texts, by path; what the texts say is not repeated."""
        texts = {path: question.draft for path, question in state.by_path.items() if question.draft}
        found = guarded(self.form, texts, allowed=self.helplines)
        return ((path, list(some)) for path, some in groupby(found, key=lambda one: one.path))

    def _judge_answer(self, row: int, question: QuestionState) -> None:
        key, shown = self.key_of.get(question.path, question.name), _shown(question)
        if question.draft and not question.is_relevant:
            self._say("forms.not_asked_here", row, key, shown)
        for found in question.problems:
            self._add(row, key, shown, f"answer.{found.code}", sentence_of(found, self.language))
        if question.form_node.is_select and question.value in self.not_yet:
            self._say("forms.not_yet", row, key, shown)

    @cached_property
    def hangs_on(self) -> Mapping[str, set[str]]:
        """Paths of the questions on whose answers a question hangs, however far back; the form has no rings."""
        found: dict[str, set[str]] = {}

        def gathered(path: str) -> set[str]:
            if path not in found:
                found[path] = set()
                above = path.rpartition("/")[0]
                for other in {
                    *self.form.dependencies.get(path, ()),
                    *([above] if above in self.form.by_path else []),
                }:
                    found[path] |= {other} | gathered(other)
            return found[path] - {path}

        return {path: gathered(path) for path in self.form.by_path}

    def _beside(
        self, row: FilledRow, number: str, answers: Mapping[str, str], chain: Sequence[Submission]
    ) -> Judged | None:
        """What a whole row is beside the versions that came of this report."""
        if not chain:
            is_for_someone = bool(self._for_someone(row))
            return Judged(row.number, RowKind.FRESH, answers, number, is_for_someone=is_for_someone)
        judged = self._again(row.number, number, answers, chain)
        if judged and self._for_someone(row) and not chain[-1].is_for_someone:
            self._say("forms.for_someone_stays", row.number, FOR_SOMEONE, None, level="warning")
        return judged

    def _again(
        self, row: int, number: str, answers: Mapping[str, str], chain: Sequence[Submission]
    ) -> Judged | None:
        """A report that came before: for whom it was entered was said then."""
        first, head = chain[0], chain[-1]
        is_ours = first.edition_id == self.version.edition_id and first.organisation_id == (
            self.organisation.pk if self.organisation else None
        )
        if not is_ours or first.form_version.form_id != self.version.form_id or not self._may_correct(head):
            self._say("forms.number_of_others", row, NUMBER, number.removeprefix("uuid:"))
            return None
        same = [version for version in chain if self._is_same(version, answers)]
        if same:
            kind = RowKind.SAME if head in same else RowKind.OVERTAKEN
            if kind is RowKind.OVERTAKEN:
                self._say("forms.sheet_overtaken", row, NUMBER, None, level="warning")
            return Judged(row, kind, answers, number)
        if any(version.channel != Channel.SHEET for version in chain):
            self._say("forms.corrected_elsewhere", row, NUMBER, number.removeprefix("uuid:"))
            return None
        own = f"uuid:{_uuid_of(number, self._hash(answers, self.version.version))}"
        return Judged(
            row,
            RowKind.CORRECTED,
            answers,
            own,
            replaces=head.instance_id,
            is_for_someone=head.is_for_someone,
        )

    def _may_correct(self, old: Submission) -> bool:
        slug = old.organisation.slug if old.organisation else None
        return may_correct(
            self.by, edition=self.version.edition.slug, sender=old.account_id, organisation=slug
        )

    def _is_same(self, version: Submission, answers: Mapping[str, str]) -> bool:
        """The same answers, also where the form has got a new version since."""
        return version.canonical_hash == self._hash(answers, version.form_version.version)

    def _hash(self, answers: Mapping[str, str], version: str) -> str:
        instance = take_apart(write_submission(self.form, answers, {})).instance
        return keyed_hash(canonical(replace(instance, version=version)))

    def body_of(self, one: Judged) -> bytes:
        """The submission as a phone would write it."""
        meta = {"instanceID": one.instance_id, **({"deprecatedID": one.replaces} if one.replaces else {})}
        return write_submission(self.form, one.answers, meta)

    # What is wrong

    def _say(self, code: str, row: int | None, column: str | None, value: str | None, *, level: str = "error",
             **params: str) -> None:  # fmt: skip
        self.faults.append(worded(Finding(level, self.table.name, row, column, value, code, params)))

    def _add(self, row: int, column: str, value: str | None, code: str, message: str) -> None:
        self.faults.append({
            "level": "error", "file": self.table.name, "row": row, "column": column, "value": value, "code": code,
            "message": message, "remedy": str(SHEET_REMEDY),
        })  # fmt: skip


def _counting(state: State) -> dict[str, str]:
    """What is sent: a sheet knows nothing of when it was filled in."""
    nodes = state.form.by_path
    return {path: text for path, text in state.answers.items() if nodes[path].kind is not Kind.METADATA}


def _shown(question: QuestionState) -> str | None:
    """What was answered, where it is no person's own words."""
    is_own_words = question.kind in (Kind.TEXT, Kind.BARCODE) or question.name == HOST_PHONE
    return None if is_own_words else question.draft[:80] or None


def _uuid_of(number: str, hashed: str) -> UUID:
    """The same for the same answers of the same report, so that two imports at once make one version."""
    return UUID(bytes=hashlib.sha256(f"{number} {hashed}".encode()).digest()[:16], version=5)


class Before:
    """What was kept of some reports: each with all its versions, oldest first."""

    def __init__(self, chains: dict[str, list[Submission]]) -> None:
        self._chains = chains

    @classmethod
    def of(cls, numbers: Iterable[str]) -> Before:
        kept = Submission.objects.filter(state=SubmissionState.KEPT).select_related(
            "form_version", "organisation"
        )
        kept = kept.defer("body", "answers")
        found = list(kept.filter(instance_id__in=list(numbers)))
        chains = {row.instance_id: [row] for row in found}
        last = {row.pk: row.instance_id for row in found}
        while last:
            later = [
                (row, last[row.replaces_id])
                for row in kept.filter(replaces__in=list(last))
                if row.replaces_id
            ]
            for row, first in later:
                chains[first].append(row)
            last = {row.pk: first for row, first in later}
        return cls(chains)

    def chain(self, number: str) -> Sequence[Submission]:
        return self._chains.get(number, ())


def faults_of_header(version: FormVersion, table: FilledSheet) -> Iterator[Finding]:
    """Columns that a sheet cannot do without: the reports' numbers, and what every report is asked."""
    columns = columns_of(compiled(version))
    there = {column.key for column in columns if column.header in table.header}
    always = [column.key for column in columns if _is_always_needed(column.node)]
    missing = [NUMBER] if NUMBER not in table.header else []
    for name in [*missing, *(key for key in dict.fromkeys(always) if key not in there)]:
        yield Finding("error", table.name, table.header_row, name, None, "table.column_missing")


def _is_always_needed(node: FormNode) -> bool:
    return node.relevant is None and node.required is not None and node.required.source.strip() == "true()"
