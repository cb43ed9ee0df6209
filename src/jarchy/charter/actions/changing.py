"""Changes made on the pages. They go back into the folder with `charter save`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from jarchy.charter.actions.moving import check_may, is_of_pinned
from jarchy.charter.actions.saving import DAYS_ON_PAGES, folder_of
from jarchy.charter.folder import read_in_memory
from jarchy.charter.folder.own_tables import DEFINITION
from jarchy.charter.folder.rows import due_day
from jarchy.charter.models import Edition
from jarchy.charter.on_pages import rows_of
from jarchy.charter.problems import Problems
from jarchy.charter.rules import Act
from jarchy.charter.wording import worded
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role
from jarchy.places.models import Place


def change_row(
    edition: Edition, file: str, row_id: str, values: Mapping[str, Any], *, by: Actor, why: str = ""
) -> None:
    """Change cells of one row of a table (by the table's column names; a place as its P-code, words by
    language).

    What the folder could not say without a fault is refused. Raises charter.not_allowed, charter.no_such_row,
    charter.cannot_be_so.
    """
    rows = rows_of(file)
    columns = {column.name for column in rows.spec.columns}
    with transaction.atomic():
        locked = locked_for(edition, by)
        if is_of_pinned(file, row_id, values):
            check_may(locked, Act.TARGETS)
        named = {
            str(rows.values_of(one)[rows.field_of("id")]): one
            for one in rows.kept(locked)
            if not one.is_retired
        }
        wrong = next((name for name in values if name not in columns or name == "id"), None)
        if row_id not in named or wrong:
            raise Problems.no_such_row(file=file, id=row_id, column=wrong or "id")
        if file == "indicators.csv" and any(name in DEFINITION for name in values):
            raise Problems.cannot_be_so(faults="a definition gets a new version in the folder, not on a page")
        one: Any = named[row_id]
        before = rows.values_of(one)
        rows.set(one, {rows.field_of(name): value for name, value in values.items()}, _places(values))
        if rows.is_reviewed:
            one.check_again_on = due_day(one.source_date, one.checked_on, locked)
        rows.keep(one)
        refuse_faults(locked)
        note_change(
            locked,
            by,
            f"{file}: {row_id}",
            why,
            {name: [_shown(before[rows.field_of(name)]), _shown(value)] for name, value in values.items()},
        )


def change_days(edition: Edition, days: Mapping[str, date], *, by: Actor, why: str = "") -> None:
    """Change days of the edition (starts, ends, reports_until ...). Raises charter.not_allowed,
    charter.cannot_be_so.
    """
    with transaction.atomic():
        locked = locked_for(edition, by)
        if wrong := next((name for name in days if name not in DAYS_ON_PAGES), None):
            raise Problems.no_such_row(file="campaign.toml", id=locked.slug, column=wrong)
        if any(is_of_pinned("campaign.toml", name) for name in days):
            check_may(locked, Act.TARGETS)
        before = {name: str(getattr(locked, name)) for name in days}
        in_order = {name: days.get(name, getattr(locked, name)) for name in DAYS_ON_PAGES[:5]}
        if list(in_order.values()) != sorted(in_order.values()):
            raise Problems.cannot_be_so(faults=", ".join(f"{name} {day}" for name, day in in_order.items()))
        for name, day in days.items():
            setattr(locked, name, day)
        locked.save(update_fields=list(days))
        refuse_faults(locked)
        note_change(
            locked, by, locked.slug, why, {name: [before[name], str(day)] for name, day in days.items()}
        )


def note_change_on_pages(edition: Edition) -> None:
    """Remember that a room's part of the folder was changed on a page: an older folder stops until `charter save`."""
    edition.changed_on_pages_at = timezone.now()
    edition.save(update_fields=["changed_on_pages_at"])


def make_current(edition: Edition, by: Actor) -> None:
    """Let this edition answer at `/<language>/`; exactly one does."""
    with transaction.atomic():
        locked = locked_for(edition, by)
        if locked.is_current:
            return
        Edition.objects.filter(is_current=True).update(is_current=False)
        locked.is_current = True
        locked.save(update_fields=["is_current"])
        audit.note(
            "edition made current",
            kind="edition",
            key=locked.slug,
            by=by,
            edition=locked.slug,
            edition_day=locked.today(),
        )


def locked_for(edition: Edition, by: Actor) -> Edition:
    if not by.has(Role.SECRETARIAT, edition=edition.slug):
        raise Problems.not_allowed()
    return Edition.objects.select_for_update().get(pk=edition.pk)


def _places(values: Mapping[str, Any]) -> dict[str, Place]:
    pcode = values.get("place")
    return {place.pcode: place for place in Place.objects.filter(pcode=pcode)} if pcode else {}


def refuse_faults(edition: Edition) -> None:
    """What stands on the pages must be able to go back into a folder that loads."""
    _, findings = read_in_memory(folder_of(edition))
    faults = [str(worded(finding)["message"]) for finding in findings if finding.level == "error"]
    if faults:
        raise Problems.cannot_be_so(faults=" ".join(faults))


def _shown(value: object) -> str:
    """As a person reads it: 80, not the database's 80.00."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def note_change(edition: Edition, by: Actor, key: str, why: str, details: dict[str, object]) -> None:
    note_change_on_pages(edition)
    audit.note(
        "charter changed",
        kind="charter",
        key=key,
        by=by,
        edition=edition.slug,
        edition_day=edition.today(),
        why=why,
        details=details,
    )
