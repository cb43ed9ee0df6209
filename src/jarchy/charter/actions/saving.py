"""Saving: what was changed on the pages goes back into the campaign's folder, all else byte by byte as it
came.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from jarchy.charter.folder import (
    CAMPAIGN,
    Folder,
    is_workbook,
    parts_in_order,
    read_in_memory,
    read_sheets,
    sheets_of,
    workbook_at,
)
from jarchy.charter.folder.campaign_toml import DAYS_IN_ORDER, EditionDraft, with_value
from jarchy.charter.models import Edition, FolderFile
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor

DAYS_ON_PAGES = (*DAYS_IN_ORDER, "delete_people_on", "keep_evidence_until")


@dataclass(frozen=True)
class Saved:
    """Files of the folder that differ from those last loaded, and those that were written."""

    changed: tuple[str, ...]
    written: tuple[str, ...]


def folder_of(edition: Edition) -> Folder:
    """The edition's folder as it would be saved now. Reads only."""
    kept = Folder({file.name: bytes(file.content) for file in edition.files.all()})
    folder = Folder(kept.files)
    for _name, part in parts_in_order():
        part.save(edition, folder)
    _save_days(edition, folder)
    if folder.files != kept.files and CAMPAIGN in folder.files:
        text = folder.files[CAMPAIGN].decode()
        folder.write(CAMPAIGN, with_value(text, "revision", str(edition.revision + 1)).encode())
    return folder


def _save_days(edition: Edition, folder: Folder) -> None:
    """Days that were changed on the pages, in the text of campaign.toml; its comments stay."""
    draft: EditionDraft = read_in_memory(Folder({CAMPAIGN: folder.files.get(CAMPAIGN, b"")}))[0].draft
    text = draft.text
    for name in DAYS_ON_PAGES:
        now: Any = getattr(edition, name)
        if now is not None and name in draft.fields and draft.fields[name] != now:
            text = with_value(text, name, now.isoformat())
    if text != draft.text:
        folder.write(CAMPAIGN, text.encode())


def save_folder(edition: Edition, path: str | Path, by: Actor) -> Saved:
    """Write the edition's folder to `path`, or a workbook where it ends with .xlsx; files that already say the same
    are left alone.

    Where pages had changed something, the folder's `revision` goes up by one and older copies can no longer
    be loaded.
    """
    with transaction.atomic():
        folder, changed = _saved(edition, by)
        target = Path(path)
        if is_workbook(target.name):
            written = _put_workbook(folder, target)
        else:
            target.mkdir(parents=True, exist_ok=True)
            written = tuple(folder.put_at(target))
    return Saved(changed, written)


def save_workbook(edition: Edition, by: Actor) -> bytes:
    """The edition's workbook to take away, as `save_folder` would write it."""
    with transaction.atomic():
        folder, _ = _saved(edition, by)
        return sheets_of(folder)


def _saved(edition: Edition, by: Actor) -> tuple[Folder, tuple[str, ...]]:
    """The folder as it is now, kept so; and its files that differ from those last loaded."""
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    before = {file.name: bytes(file.content) for file in locked.files.all()}
    folder = folder_of(locked)
    changed = tuple(sorted(name for name, data in folder.files.items() if before.get(name) != data))
    if changed:
        for name in changed:
            FolderFile.objects.update_or_create(
                edition=locked, name=name, defaults={"content": folder.files[name]}
            )
        locked.folder_hash = folder.hash
        locked.revision += 1
    locked.changed_on_pages_at = None
    locked.save(update_fields=["folder_hash", "revision", "changed_on_pages_at"])
    audit.note(
        "folder saved",
        kind="edition",
        key=locked.slug,
        by=by,
        edition=locked.slug,
        edition_day=locked.today(),
        details={"changed": list(changed)},
    )
    return folder, changed


def _put_workbook(folder: Folder, target: Path) -> tuple[str, ...]:
    if target.is_file():
        data, _ = workbook_at(target)
        if (
            data is not None
            and read_sheets(data, target.name, lambda slug: folder).folder.files == folder.files
        ):
            return ()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(sheets_of(folder))
    return (target.name,)
