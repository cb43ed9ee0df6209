"""The one door through which every submission comes in, from whatever channel."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.db.models import prefetch_related_objects

from jarchy.forms.actions.pictures import clean_pictures
from jarchy.forms.actions.prepare import Incoming, Outcome, Prepared, Preparing, Refused
from jarchy.forms.models import Attachment, FormVersion, HostPhone, Submission
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import conflicts, more_files, purposes
from jarchy.forms.rules import HOST_PHONE_DAYS, Channel, Finding, SubmissionState, in_waves
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.problems import ProblemRaised

log = logging.getLogger(__name__)
RACES = 5  # how often a group is tried again because someone else stored one of it in the meantime
OF_FILES = {"forms.file_unnamed", "forms.picture_unreadable"}
MENDABLE = {"40001", "40P01"}  # serialization failure, deadlock: PostgreSQL asks to try again


def receive_submissions(incoming: Sequence[Incoming], *, by: Actor) -> list[Outcome]:
    """Keep what was sent; one outcome for each, in order.

    kept      stored now, once for its instance id, and handed on to its purpose
    same      was stored before with the same answers; files that are new are added to it
    conflict  stored beside the one with the same instance id and other answers, for someone to look at
    refused   not stored (a body that cannot be read: masked); `problem` says why and what to do

    `by` sends them all, but for those that name another (Incoming.by). All of them share one transaction; only if one
    fails is the group split. While the database is away, raises what it raised.

    Safe to repeat, and when killed anywhere: either a submission is stored with all that follows from it, or sending it
    again does it all.
    """
    preparing = Preparing(by)
    outcomes: dict[int, Outcome] = {}
    ready: list[tuple[int, Prepared]] = []
    for number, item in enumerate(incoming):
        prepared = _prepared(preparing, item)
        if isinstance(prepared, Refused):
            outcomes[number] = Outcome("refused", None, prepared.findings, prepared.problem)
        else:
            ready.append((number, prepared))
    outcomes |= _keep(ready)
    return [outcomes[number] for number in range(len(incoming))]


def _prepared(preparing: Preparing, item: Incoming) -> Prepared | Refused:
    """One that breaks something must not lose the others."""
    try:
        return preparing.prepare(item)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as fault:
        return Refused(_as_problem(fault))


Numbered = Sequence[tuple[int, Prepared]]


def _keep(items: Numbered) -> dict[int, Outcome]:
    """All in one transaction, or else each half in its own."""
    if not items:
        return {}
    try:
        return _keep_together(items)
    except Exception as fault:  # whatever one of them breaks must not lose the others
        if isinstance(fault, OperationalError | InterfaceError) and not connection.is_usable():
            raise  # the database is away: none of the halves would fare better
        if len(items) == 1:
            return {items[0][0]: Outcome("refused", None, (), _as_problem(fault))}
    middle = len(items) // 2
    return _keep(items[:middle]) | _keep(items[middle:])


def _as_problem(fault: Exception) -> ProblemRaised:
    if isinstance(fault, ProblemRaised):
        return fault
    log.error("A submission could not be stored", exc_info=fault)
    return Problems.not_kept()


def _keep_together(items: Numbered) -> dict[int, Outcome]:
    for attempt in range(RACES + 1):
        try:
            with transaction.atomic():
                outcomes: dict[int, Outcome] = {}
                for wave in in_waves(items, key=lambda item: (item[1].instance_id, item[1].deprecated_id)):
                    outcomes |= _Wave(wave).keep()
                return outcomes
        except DatabaseError as fault:
            if attempt == RACES or not _is_race(fault):
                raise
    raise AssertionError("unreachable")


def _is_race(fault: DatabaseError) -> bool:
    """Two of one instance at once: the unique key lets one through, the other looks again and finds it."""
    if isinstance(fault, IntegrityError):
        return True
    return isinstance(fault, OperationalError) and getattr(fault.__cause__, "sqlstate", None) in MENDABLE


class _Wave:
    """Submissions none of which corrects another: stored with a fixed number of queries, however many they are."""

    def __init__(self, items: Numbered) -> None:
        self.items = items
        self.outcomes: dict[int, Outcome] = {}
        self.kept: list[tuple[Submission, Prepared]] = []
        self.in_conflict: list[tuple[Submission, Prepared]] = []
        self.resent: list[tuple[Submission, Prepared]] = []
        self.in_conflict_before: list[Submission] = []

    def keep(self) -> dict[int, Outcome]:
        self._look_up()
        for number, item in self.items:
            self.outcomes[number] = self._decide(item)
        self._store()
        self._hand_on()
        return self.outcomes

    def _look_up(self) -> None:
        """What is stored already of the instances that these are or correct."""
        ids = {item.instance_id for _, item in self.items}
        olds = {item.deprecated_id for _, item in self.items} - {""}
        rows = list(Submission.objects.filter(instance_id__in=ids).select_related("form_version__edition"))
        self.by_answers = {(row.instance_id, row.canonical_hash): row for row in rows}
        self.by_instance = {row.instance_id: row for row in rows if row.state == SubmissionState.KEPT}
        corrected = Submission.objects.filter(instance_id__in=olds, state=SubmissionState.KEPT)
        self.olds = {row.instance_id: row for row in corrected.select_related("organisation")}
        corrections = [
            row for row in Submission.objects.filter(deprecated_id__in=olds | ids) if row.deprecated_id
        ]
        self.corrections = {
            row.deprecated_id: row for row in corrections if row.state == SubmissionState.KEPT
        }
        # Edits from phones that came before what they correct.
        self.waiting = [
            row
            for row in corrections
            if row.state == SubmissionState.CONFLICT and row.conflicts_with_id is None
        ]

    def _decide(self, item: Prepared) -> Outcome:
        key = (item.instance_id, item.canonical_hash)
        if same := self.by_answers.get(key):
            self.resent.append((same, item))
            return Outcome("same", same, same.findings, None)
        if rival := self.by_instance.get(item.instance_id):
            return self._in_conflict(item, rival, Problems.other_answers())
        if rival := self._other_correction(item):
            return self._in_conflict(item, rival, Problems.corrected_already())
        if item.deprecated_id and item.channel == Channel.PHONE:
            # A phone sends an edit of something: as a report of its own it would be counted beside what it corrects.
            old = self.olds.get(item.deprecated_id)
            if old is None or not item.may_correct(old):
                return self._in_conflict(item, old, Problems.corrects_unknown())
        return self._kept(item)

    def _other_correction(self, item: Prepared) -> Submission | None:
        """A correction that overtook this one, or another one of what this one corrects: someone has to choose."""
        later = self.corrections.get(item.instance_id)
        if later and later.instance_id != item.instance_id and item.is_by_sender_of(later):
            return later
        return self.corrections.get(item.deprecated_id) if item.deprecated_id else None

    def _in_conflict(self, item: Prepared, rival: Submission | None, problem: ProblemRaised) -> Outcome:
        """`rival` is None for the edit of something that did not come here, or not yet."""
        row = self._row(item, [Finding(problem.code)], state=SubmissionState.CONFLICT)
        row.conflicts_with = rival
        self.in_conflict.append((row, item))
        return Outcome("conflict", row, row.findings, problem)

    def _kept(self, item: Prepared) -> Outcome:
        old = self.olds.get(item.deprecated_id)
        found = [Finding("forms.corrected_unknown")] if item.deprecated_id and not old else []
        if old and not item.may_correct(old):
            found, old, item = [Finding("forms.corrected_of_others")], None, replace(item, deprecated_id="")
        row = self._row(item, found, state=SubmissionState.KEPT)
        row.replaces = old
        if old and not (row.held_by_id or row.is_for_someone):
            # A telephone cannot say for whom; the next version is of whom the first was.
            row.held_by_id, row.is_for_someone = old.held_by_id, old.is_for_someone
        self.by_instance[item.instance_id] = row
        if item.deprecated_id:
            self.corrections[item.deprecated_id] = row
        self.kept.append((row, item))
        return Outcome("kept", row, row.findings, None)

    def _row(self, item: Prepared, found: Sequence[Finding], *, state: SubmissionState) -> Submission:
        row = Submission(
            instance_id=item.instance_id, form_version=item.version, edition=item.edition, account_id=item.account,
            organisation=item.organisation, received_at=item.received_at, edition_day=item.edition_day,
            channel=item.channel, canonical_hash=item.canonical_hash, body=item.body, answers=item.answers,
            findings=[finding.as_json() for finding in (*item.findings, *found)],
            deprecated_id=item.deprecated_id, state=state, is_illustrative=item.is_illustrative,
            held_by_id=item.held_by, is_for_someone=item.is_for_someone,
        )  # fmt: skip
        self.by_answers[item.instance_id, item.canonical_hash] = row
        return row

    def _store(self) -> None:
        # In the order of the ids: two groups that hold the same ones then wait for each other instead of locking up.
        self._insert(sorted(self.kept, key=lambda pair: pair[0].instance_id))
        self._insert(sorted(self.in_conflict, key=lambda pair: pair[0].instance_id))
        fresh = self.kept + self.in_conflict
        self._keep_phones(fresh)
        Attachment.objects.bulk_create(
            [
                Attachment(
                    submission=row, name=file.name, came_as=file.came_as, file_hash=file.hash,
                    perceptual_hash=file.perceptual_hash, is_sealed=file.is_sealed, is_waiting=file.is_waiting,
                    received_at=item.received_at,
                )
                for row, item in fresh + self.resent
                for file in item.files
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        waiting = [row.pk for row, item in fresh + self.resent if any(file.is_waiting for file in item.files)]
        if waiting:
            clean_pictures.enqueue(sorted(set(waiting)))
        self._flag_late_files()
        self._meet_waiting()
        self._note(self.kept, "submission kept")
        self._note(self.in_conflict, "submission kept as conflict")

    def _flag_late_files(self) -> None:
        """What is noticed of files that came in a later post of the same."""
        changed = {}
        for row, item in self.resent:
            fresh = [finding.as_json() for finding in item.findings if finding.code in OF_FILES]
            if more := [one for one in fresh if one not in row.findings]:
                row.findings = [*row.findings, *more]
                changed[row.pk] = row
        Submission.objects.bulk_update([row for pk, row in changed.items() if pk], ["findings"])

    def _meet_waiting(self) -> None:
        """An edit that overtook its report is shown beside it now."""
        kept = {row.instance_id: row for row, _ in self.kept}
        met = [row for row in self.waiting if row.deprecated_id in kept]
        for row in met:
            row.conflicts_with = kept[row.deprecated_id]
            self.in_conflict_before.append(row)
        Submission.objects.bulk_update(met, ["conflicts_with"])

    def _keep_phones(self, fresh: Sequence[tuple[Submission, Prepared]]) -> None:
        """Each beside its submission; the next version takes over the old one's, unless it brings its own."""
        given = {row.pk for row, item in fresh if item.host_phone}
        next_of = {row.replaces_id: row for row, _ in fresh if row.replaces_id}
        if next_of:
            going_over = list(HostPhone.objects.filter(submission__in=next_of))
            HostPhone.objects.filter(
                pk__in=[p.pk for p in going_over if next_of[p.submission_id].pk in given]
            ).delete()
            for phone in going_over:
                phone.submission = next_of[phone.submission_id]
            HostPhone.objects.bulk_update(
                [p for p in going_over if p.submission_id not in given], ["submission"]
            )
        HostPhone.objects.bulk_create(
            HostPhone(
                submission=row,
                sealed=item.host_phone,
                delete_after=item.edition_day + timedelta(HOST_PHONE_DAYS),
            )
            for row, item in fresh
            if item.host_phone
        )

    @staticmethod
    def _insert(pairs: Sequence[tuple[Submission, Prepared]]) -> None:
        Submission.objects.bulk_create([row for row, _ in pairs])

    def _note(self, pairs: Sequence[tuple[Submission, Prepared]], verb: str) -> None:
        parts: dict[tuple[str, Actor], list[tuple[Submission, Prepared]]] = defaultdict(list)
        for row, item in pairs:
            parts[item.edition.slug, item.by].append((row, item))
        for (slug, by), some in parts.items():
            audit.note_many(
                verb, kind="submission", by=by, edition=slug, edition_day=some[0][1].edition_day,
                rows=[(row.uuid, {"form": item.version.form_id, "channel": item.channel}) for row, item in some],
            )  # fmt: skip

    def _hand_on(self) -> None:
        """To each purpose, sender by sender: what a room does with a report hangs on who sent it."""
        in_conflict = self.in_conflict + [(row, self._item_of(row)) for row in self.in_conflict_before]
        later = {row.pk: (row, item) for row, item in self.resent if item.files and row not in self._fresh}
        for registry, pairs in (
            (purposes, self.kept),
            (more_files, list(later.values())),
            (conflicts, in_conflict),
        ):
            parts: dict[tuple[str, Actor], list[Submission]] = defaultdict(list)
            for row, item in pairs:
                parts[row.form_version.purpose, item.by].append(row)
            for (purpose, by), rows in parts.items():
                if take := registry.get(purpose):
                    prefetch_related_objects(rows, "attachments")
                    take(rows, by)

    @property
    def _fresh(self) -> list[Submission]:
        return [row for row, _ in self.kept]

    def _item_of(self, waiting: Submission) -> Prepared:
        """What came now and is corrected by what waited."""
        return next(item for row, item in self.kept if row.instance_id == waiting.deprecated_id)


def make_next_version(submission: Submission, *, of: Submission) -> None:
    """The submission corrects another, as a person says; in the caller's transaction. It takes over the host's
    telephone, unless it brought its own."""
    submission.replaces, submission.deprecated_id = of, of.instance_id
    submission.save(update_fields=["replaces", "deprecated_id"])
    if not HostPhone.objects.filter(submission=submission).exists():
        HostPhone.objects.filter(submission=of).update(submission=submission)


def has_submissions(edition) -> bool:
    """Whether anything was ever sent in this edition."""
    return Submission.objects.filter(edition=edition).exists()


def current_version(edition, form_id: str) -> FormVersion:
    """The version that is asked now. Raises Problems.form_unknown."""
    version = FormVersion.objects.filter(edition=edition, form_id=form_id, is_current=True).first()
    if version is None:
        raise Problems.form_unknown(form=form_id)
    version.edition = edition
    return version
