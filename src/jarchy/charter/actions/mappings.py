"""Remembering what the columns of somebody else's sheet mean."""

from __future__ import annotations

from django.db import transaction

from jarchy.charter.actions.changing import note_change_on_pages
from jarchy.charter.folder.mappings import current_mappings, next_version
from jarchy.charter.foreign_problems import Problems as Foreign
from jarchy.charter.models import Edition, SheetMapping
from jarchy.charter.problems import Problems
from jarchy.charter.wording import worded
from jarchy.formats.sheet_mappings import SheetMap, faults_of, read_map, toml_of
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role

MAPPERS = (Role.SECRETARIAT, Role.COORDINATOR)


def save_mapping(edition: Edition, mapping: SheetMap, *, by: Actor) -> SheetMapping:
    """Keep it under its name, as the next version where it says something else than before. Safe to repeat.

    Raises foreign.mapping_at_fault, charter.not_allowed.
    """
    if not (by.is_house or by.has(*MAPPERS, edition=edition.slug)):
        raise Problems.not_allowed()
    if faults := [worded(finding) for finding in faults_of(mapping, mapping.name)]:
        raise Foreign.mapping_at_fault(
            name=mapping.name, faults="\n".join(str(one["message"]) for one in faults)
        )
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        before = {row.pk for row in current_mappings(locked)}
        row = next_version(locked, mapping.name, toml_of(mapping))
        if row.pk not in before:
            note_change_on_pages(locked)
            audit.note(
                "mapping saved", kind="mapping", key=row.name, by=by, edition=locked.slug,
                edition_day=locked.today(), details={"version": row.version},
            )  # fmt: skip
    row.edition = edition
    return row


def mapping_of(row: SheetMapping) -> SheetMap:
    """What a kept row says. Raises foreign.mapping_at_fault for one that an older house wrote."""
    mapping, findings = read_map(row.content, row.name)
    if mapping is None:
        said = "\n".join(str(worded(finding)["message"]) for finding in findings)
        raise Foreign.mapping_at_fault(name=row.name, faults=said)
    return mapping
