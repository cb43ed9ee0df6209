"""A filled-in sheet: brought in, checked as a whole, stored in groups once somebody has said yes.

One error changes nothing. Storing is picked up where it was cut off: a group is stored whole or not at all, and what is
stored already comes out as the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, override

from jarchy.charter.actions import mapping_of
from jarchy.charter.models import Edition, Organisation, SheetMapping
from jarchy.charter.rules import Act, may
from jarchy.charter.wording import worded
from jarchy.formats.filled_sheets import FilledSheet, read_filled
from jarchy.formats.foreign_sheets import read_foreign
from jarchy.formats.sheet_mappings import Mapped
from jarchy.formats.tables import Finding
from jarchy.forms.actions.prepare import Incoming, Outcome
from jarchy.forms.actions.receive import current_version, receive_submissions
from jarchy.forms.models import FormVersion, SheetImport
from jarchy.forms.problems import Problems
from jarchy.forms.purposes import beginnings, foreign_answers, is_of_the_field, senders_of
from jarchy.forms.rules import (
    MOST_FAULTS,
    SHEET_DAYS,
    SHEET_GROUP,
    Channel,
    RowKind,
    SheetState,
    organisation_of,
)  # fmt: skip
from jarchy.forms.sending import may_send_for
from jarchy.forms.sheets.columns import FOR_SOMEONE, NUMBER, columns_of, has_sheet
from jarchy.forms.sheets.foreign import ForeignDesk, ForeignTable
from jarchy.forms.sheets.judging import Fault, Judged, SheetDesk, faults_of_header
from jarchy.forms.versions import compiled
from jarchy.foundation import audit, files
from jarchy.foundation.jobs import every, later
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.sealing import seal, unseal
from jarchy.people import queries as people

Table = FilledSheet | ForeignTable


def start_import(
    edition: Edition,
    form_id: str,
    *,
    data: bytes,
    name: str,
    by: Actor,
    organisation: Organisation | None = None,
    mapping: SheetMapping | None = None,
) -> SheetImport:
    """Keep the file, sealed, until it is stored. `organisation` None: as the blank says, else her only one; of a form
    that the field does not send it may be nobody's.

    `mapping`: what the columns of somebody else's sheet are; its rows say whose they are.
    Raises Problems.form_unknown, no_sheet, no_foreign_sheet, whose_sheet, may_not_send.
    """
    if not may(Act.SEND, edition.state):
        raise Problems.no_longer_received(edition=edition.slug)
    version = current_version(edition, form_id)
    if version.purpose in beginnings or not has_sheet(compiled(version)):
        raise Problems.no_sheet(form=form_id)
    if mapping is not None and version.purpose not in foreign_answers:
        raise Problems.no_foreign_sheet(form=form_id)
    senders = senders_of(version.purpose)
    if mapping is None:
        table = read_reports(data, name, version)
        organisation = organisation or _organisation_said(table, edition, by, senders)
        if table.is_readable and organisation is None and is_of_the_field(version.purpose):
            raise Problems.whose_sheet()
    is_hers = may_send_for(by, edition=edition.slug, organisation=organisation, senders=senders)
    if by.account is None or not is_hers:
        raise Problems.may_not_send()
    with transaction.atomic():
        row = SheetImport.objects.create(
            edition=edition, form_version=version, organisation=organisation, account_id=by.account, mapping=mapping,
            language=get_language() or "", file_name=PurePosixPath(name.replace("\\", "/")).name[-120:],
            file_hash=files.keep(seal(data), suffix="sealed"),
        )  # fmt: skip
        _note(row, "sheet brought in", by)
    return row


def _organisation_said(
    table: FilledSheet, edition: Edition, by: Actor, senders: Sequence[Role]
) -> Organisation | None:
    slug = table.about.get("organisation") or organisation_of(by, edition=edition.slug, senders=senders)
    return Organisation.objects.select_related("place").filter(slug=slug).first() if slug else None


def read_reports(data: bytes, name: str, version: FormVersion) -> FilledSheet:
    beside = [FOR_SOMEONE] if is_of_the_field(version.purpose) else []
    known = [NUMBER, *beside, *(column.header for column in columns_of(compiled(version)))]
    return read_filled(data, name, known, number_column=NUMBER, beside=beside)


def check_import(row: SheetImport, *, by: Actor) -> list[Fault]:
    """Look the whole file through; all that is wrong, by row. Stores nothing of it; safe to repeat."""
    SheetImport.objects.filter(pk=row.pk).update(state=SheetState.CHECKING, done=0, rows=0)
    counts: Counter[str] = Counter()
    with override(row.language or None):
        version, table = _opened(row)
        faults = [worded(finding) for finding in _faults_of_file(row, version, table)]
        desk = _desk_of(row, version, table, by)
        if desk and not any(fault["level"] == "error" for fault in faults):
            for rows in _groups(table.rows()):
                counts.update(str(one.kind) for one in desk.judge(rows))
                counts["rows"] += len(rows)
                SheetImport.objects.filter(pk=row.pk).update(done=counts["rows"])
            if not counts["rows"]:
                table.say("table.empty")
            faults = desk.faults + [worded(finding) for finding in table.findings]
    faults.sort(key=_row_of)
    _keep_checked(row, faults, counts)
    return faults


def _desk_of(
    row: SheetImport, version: FormVersion, table: Table, by: Actor
) -> SheetDesk | ForeignDesk | None:
    """Who judges its rows; None where nobody knows whose they are."""
    if isinstance(table, ForeignTable):
        return ForeignDesk(version, table, by)
    is_nobodys = row.organisation is None and is_of_the_field(version.purpose)
    return None if is_nobodys else SheetDesk(version, row.organisation, table, by)


def _row_of(fault: Fault) -> int:
    row = fault["row"]
    return row if isinstance(row, int) else 0


def _keep_checked(row: SheetImport, faults: list[Fault], counts: Counter[str]) -> None:
    errors = sum(fault["level"] == "error" for fault in faults)
    SheetImport.objects.filter(pk=row.pk, state=SheetState.CHECKING).update(
        state=SheetState.FAULTY if errors else SheetState.CHECKED, errors=errors, rows=counts["rows"],
        done=counts["rows"], fresh=counts[RowKind.FRESH], corrected=counts[RowKind.CORRECTED],
        same=counts[RowKind.SAME] + counts[RowKind.OVERTAKEN], sealed_faults=_sealed(faults), updated_at=timezone.now(),
    )  # fmt: skip
    row.refresh_from_db()
    if row.state == SheetState.FAULTY:
        forget_file(row)


def _opened(row: SheetImport) -> tuple[FormVersion, Table]:
    """The file, and the version of the form that it answers."""
    with files.open_kept(row.file_hash) as kept:
        data = unseal(kept.read())
    version = row.form_version
    version.edition = row.edition
    if row.mapping:
        mapping = mapping_of(row.mapping)
        sheet = read_foreign(data, row.file_name, header_row=mapping.header_row)
        return version, ForeignTable(version, Mapped(sheet, mapping, row.edition.slug))
    table = read_reports(data, row.file_name, version)
    older = _version_said(row, table)
    return (older, read_reports(data, row.file_name, older)) if older else (version, table)


def _faults_of_file(row: SheetImport, version: FormVersion, table: Table) -> list[Finding]:
    """What is wrong before any row is looked at."""
    if isinstance(table, ForeignTable):
        return table.findings
    header = faults_of_header(version, table) if table.is_readable else ()
    return [*table.findings, *_of_another(row, table), *header]


def _version_said(row: SheetImport, table: FilledSheet) -> FormVersion | None:
    """The version that the blank was made of, where it is an older one: it is answered as it was asked."""
    said = table.about.get("version")
    if not said or said == row.form_version.version or table.about.get("form") != row.form_version.form_id:
        return None
    found = FormVersion.objects.filter(
        edition=row.edition, form_id=row.form_version.form_id, version=said
    ).first()
    if found:
        found.edition = row.edition
    return found


def _of_another(row: SheetImport, table: FilledSheet) -> Iterator[Finding]:
    form, organisation = table.about.get("form"), table.about.get("organisation")
    if form and form != row.form_version.form_id:
        yield Finding("error", table.name, None, None, form, "forms.sheet_of_another_form")
    if organisation and row.organisation and organisation != row.organisation.slug:
        yield Finding("error", table.name, None, None, organisation, "forms.sheet_of_another")


def begin_storing(row: SheetImport, *, by: Actor) -> None:
    """The yes of whoever brought it in. Safe to repeat, once more where it stands still.

    Raises Problems.sheet_not_ready unless it was checked and nothing is wrong in it.
    """
    begun = SheetImport.objects.filter(pk=row.pk, state=SheetState.CHECKED).update(
        state=SheetState.STORING, done=0, fresh=0, same=0, corrected=0, group={}, updated_at=timezone.now()
    )
    row.refresh_from_db()
    if row.state not in (SheetState.STORING, SheetState.STORED):
        raise Problems.sheet_not_ready()
    if begun:
        _note(row, "sheet stored", by)


def store_import(row: SheetImport, *, by: Actor) -> None:
    """Store what was checked, a group at a time; goes on where it was cut off. Safe to repeat, when killed anywhere.

    Raises Problems.sheet_not_ready. Answers that no longer fit, since something changed after the check, are refused
    one by one and said.
    """
    begin_storing(row, by=by)
    if row.state == SheetState.STORED:
        return
    with override(row.language or None):
        version, table = _opened(row)
        desk = _desk_of(row, version, table, by)
        assert desk is not None
        for group in _groups(islice(table.rows(), row.done, None)):
            if not _store_group(row, desk, group):
                return  # another worker is at it
    SheetImport.objects.filter(pk=row.pk, state=SheetState.STORING).update(state=SheetState.STORED)
    row.refresh_from_db()
    forget_file(row)


def _store_group(row: SheetImport, desk: SheetDesk | ForeignDesk, rows: Sequence[Any]) -> bool:
    """False where somebody else has stored the group meanwhile.

    What the group consists of is written down before it is stored: after a kill in between, its rows look as if they
    had been there before.
    """
    desk.faults.clear()
    judged = desk.prepare(rows)
    errors = [fault for fault in desk.faults if fault["level"] == "error"]
    if row.group.get("at") != row.done:
        counts = Counter(str(one.kind) for one in judged)
        row.group = {"at": row.done, **counts}
        SheetImport.objects.filter(pk=row.pk, done=row.done).update(group=row.group)
    sent = [one for one in judged if one.kind in (RowKind.FRESH, RowKind.CORRECTED)]
    outcomes = receive_submissions([_incoming(row, one, desk.body_of(one)) for one in sent], by=desk.by)
    errors += [
        _refusal(row, one, outcome)
        for one, outcome in zip(sent, outcomes, strict=True)
        if outcome.state in ("refused", "conflict")
    ]
    return _step_on(row, len(rows), errors)


def _incoming(row: SheetImport, one: Judged, body: bytes) -> Incoming:
    slug = one.organisation or (row.organisation.slug if row.organisation else None)
    return Incoming(
        body=body, files={}, channel=Channel.SHEET, edition=row.edition.slug,
        organisation=slug, account=row.account_id, is_for_someone=one.is_for_someone,
    )  # fmt: skip


def _refusal(row: SheetImport, one: Judged, outcome: Outcome) -> Fault:
    problem = outcome.problem or Problems.not_kept()
    return {
        "level": "error", "file": row.file_name, "row": one.row, "column": None, "value": None,
        "code": problem.code, "message": problem.sentence, "remedy": problem.remedy,
    }  # fmt: skip


def _step_on(row: SheetImport, rows: int, errors: Sequence[Fault]) -> bool:
    group = Counter({kind: row.group.get(str(kind), 0) for kind in RowKind})
    lost = len({fault["row"] for fault in errors})
    columns = {
        "done": F("done") + rows,
        "fresh": F("fresh") + group[RowKind.FRESH],
        "corrected": F("corrected") + group[RowKind.CORRECTED],
        "same": F("same") + group[RowKind.SAME] + group[RowKind.OVERTAKEN],
        "refused": F("refused") + lost,
        "errors": F("errors") + len(errors),
        "updated_at": timezone.now(),
    }
    if errors:
        columns["sealed_faults"] = _sealed([*faults_of(row), *errors])
    stepped = SheetImport.objects.filter(pk=row.pk, done=row.done).update(**columns)
    row.refresh_from_db()
    return bool(stepped)


def faults_of(row: SheetImport) -> list[Fault]:
    """What is wrong, in the words of whoever brought the sheet in."""
    sealed = bytes(row.sealed_faults)
    return json.loads(unseal(sealed)) if sealed else []


def _sealed(faults: Sequence[Fault]) -> bytes:
    return seal(json.dumps(faults[:MOST_FAULTS], ensure_ascii=False).encode()) if faults else b""


def import_of(uuid: UUID, *, edition: Edition, form_id: str, by: Actor) -> SheetImport:
    """Her own. Raises Problems.sheet_unknown, for those of others too."""
    rows = SheetImport.objects.select_related("edition", "form_version", "organisation", "mapping").filter(
        uuid=uuid
    )
    if by.account is not None:
        row = rows.filter(edition=edition, form_version__form_id=form_id, account_id=by.account).first()
        if row is not None:
            return row
    raise Problems.sheet_unknown()


def drop_import(row: SheetImport, *, by: Actor) -> None:
    """Thrown away before it was stored. Raises Problems.sheet_not_ready while it is being stored."""
    if row.state == SheetState.STORING:
        raise Problems.sheet_not_ready()
    _note(row, "sheet thrown away", by)
    forget_file(row)
    row.delete()


def forget_file(row: SheetImport) -> None:
    files.remove(row.file_hash)


@later
def check_later(pk: int) -> None:
    """For a page: the person sees how far it is. Safe to repeat."""
    row = _waiting(pk, SheetState.CHECKING)
    if row and row.account:
        check_import(row, by=people.actor_of(row.account, row.edition))


@later
def store_later(pk: int) -> None:
    """Goes on where a killed worker stopped. Safe to repeat."""
    row = _waiting(pk, SheetState.STORING)
    if row and row.account:
        store_import(row, by=people.actor_of(row.account, row.edition))


def _waiting(pk: int, *states: SheetState) -> SheetImport | None:
    rows = SheetImport.objects.select_related("edition", "form_version", "organisation", "account", "mapping")
    return rows.filter(pk=pk, state__in=states).first()


@every(minutes=60)
def forget_sheets() -> None:
    """Imports, with their files, so many days after anything was done with them. Safe to repeat."""
    for row in SheetImport.objects.filter(updated_at__lt=timezone.now() - timedelta(SHEET_DAYS)):
        forget_file(row)
        row.delete()


def _groups(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while group := list(islice(rows, SHEET_GROUP)):
        yield group


def _note(row: SheetImport, verb: str, by: Actor) -> None:
    audit.note(
        verb, kind="sheet", key=row.uuid, by=by, edition=row.edition.slug, edition_day=row.edition.today(),
        details={
            "form": row.form_version.form_id, "organisation": row.organisation.slug if row.organisation else "",
            **({"mapping": str(row.mapping)} if row.mapping else {}),
        },
    )  # fmt: skip
