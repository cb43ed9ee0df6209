"""Loading a campaign's folder: what would change is shown first, then applied in one transaction, or
nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from jarchy.charter import guards, rules
from jarchy.charter.actions.moving import follow_dates, is_of_pinned
from jarchy.charter.actions.saving import folder_of
from jarchy.charter.folder import (
    CAMPAIGN,
    CampaignFolder,
    Changes,
    CharterTables,
    Difference,
    Folder,
    is_workbook,
    parts,
    parts_in_order,
    read_folder,
    read_in_memory,
    read_workbook,
    workbook_at,
)
from jarchy.charter.folder.campaign_toml import with_value
from jarchy.charter.models import Edition, FolderFile
from jarchy.charter.problems import Problems
from jarchy.formats.tables import Finding
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor

DIFFERENCES_SHOWN = 20


@dataclass(frozen=True)
class LoadPlan:
    """What loading a folder would do. `edition` is None before the first load; `stops` are changes made on
    the pages
    that the folder does not have."""

    campaign: CampaignFolder
    findings: list[Finding]
    edition: Edition | None
    changes: Changes
    stops: list[Difference]
    is_same: bool = False

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "error"]


def plan_load(path: str | Path) -> LoadPlan:
    """Read, check and compare a folder or a workbook; writes nothing. With errors nothing is compared."""
    return _planned(*_read(path))


def plan_workbook(data: bytes, name: str) -> LoadPlan:
    """The same for a workbook that came on a page."""
    return _planned(*read_workbook(data, name, _files_of))


def _read(path: str | Path) -> tuple[CampaignFolder, list[Finding]]:
    if is_workbook(str(path)) and Path(path).is_file():
        data, _ = workbook_at(path)
        if data is not None:
            return read_workbook(data, Path(path).name, _files_of)
    return read_folder(path)


def _files_of(slug: str) -> Folder:
    """What an edition has and no workbook carries comes from here."""
    edition = Edition.objects.filter(slug=slug).first()
    return folder_of(edition) if edition else Folder({})


def _planned(campaign: CampaignFolder, findings: list[Finding]) -> LoadPlan:
    edition = Edition.objects.filter(slug=campaign.slug).first() if campaign.slug else None
    if edition is not None and "charter" in campaign.data:
        own = parts["charter"]
        if isinstance(own, CharterTables):
            findings = [*findings, *own.faults_against(campaign.data["charter"], edition)]
    if edition is not None and campaign.draft.fields:
        said = (fault for guard in guards for fault in guard(campaign.draft.fields, edition))
        findings = [*findings, *(fault for fault in said if fault not in findings)]
    plan = LoadPlan(campaign, findings, edition, Changes(), [])
    if plan.errors:
        return plan
    if (
        edition is not None
        and edition.folder_hash == campaign.folder.hash
        and edition.changed_on_pages_at is None
    ):
        return LoadPlan(campaign, findings, edition, Changes(), [], is_same=True)
    changes = _edition_changes(campaign, edition)
    for name, part in parts_in_order():
        changes.add(part.changes(campaign.data[name], edition))
    if campaign.is_workbook and edition is not None and not changes:
        return LoadPlan(campaign, findings, edition, changes, [], is_same=True)
    return LoadPlan(campaign, findings, edition, changes, _stops(campaign, edition, changes))


def _edition_changes(campaign: CampaignFolder, edition: Edition | None) -> Changes:
    if edition is None:
        return Changes(added=[f"campaign.toml: {campaign.slug}"])
    differ = {
        name: (getattr(edition, name), value) for name, value in campaign.draft.fields.items()
        if getattr(edition, name) != value
    }  # fmt: skip
    changes = Changes(changed=[f"campaign.toml: {name}" for name in differ])
    changes.differences += [
        Difference("campaign.toml", campaign.slug, name, str(kept), str(said))
        for name, (kept, said) in differ.items()
    ]
    return changes


def _stops(campaign: CampaignFolder, edition: Edition | None, changes: Changes) -> list[Difference]:
    """What was changed on the pages and stands otherwise in this folder.

    Two ways in which a folder is older: the change was never saved, or it was saved into another copy, whose
    `revision` in campaign.toml is then the higher one.
    """
    if edition is None:
        return []
    if campaign.draft.revision < edition.revision:
        return changes.differences or [
            Difference(
                "campaign.toml", edition.slug, "revision", str(edition.revision), str(campaign.draft.revision)
            )
        ]
    if edition.changed_on_pages_at is None:
        return []
    before, _ = read_in_memory(Folder({file.name: bytes(file.content) for file in edition.files.all()}))
    on_pages = _edition_changes(before, edition)
    for name, part in parts_in_order():
        on_pages.add(part.changes(before.data[name], edition))
    touched = {(one.file, one.id, one.column) for one in on_pages.differences}
    cells = [one for one in changes.differences if (one.file, one.id, one.column) in touched]
    return cells + _whole_rows(on_pages, changes)


def _whole_rows(on_pages: Changes, changes: Changes) -> list[Difference]:
    """Rows added on the pages that this folder would retire, and rows taken back there that it would bring again."""
    found = []
    for row in on_pages.retired:  # the folder as last loaded has no such row
        file, _, row_id = row.partition(": ")
        if row in changes.retired:
            found.append(Difference(file, row_id, "id", row_id, ""))
    for row in on_pages.added:
        file, _, row_id = row.partition(": ")
        if row in changes.added:
            found.append(Difference(file, row_id, "id", "", row_id))
    return found


def load_folder(path: str | Path, by: Actor, *, agreed: LoadPlan | None = None) -> LoadPlan:
    """Apply a folder: rows added, changed and retired in one transaction, and one audit line. Twice changes
    nothing.

    `agreed`: the plan that somebody has seen; a folder or campaign that is another one by now is refused.
    Raises charter.folder_at_fault, charter.folder_older, charter.changed_meanwhile.
    """
    campaign, findings = (agreed.campaign, list(agreed.findings)) if agreed else _read(path)
    with transaction.atomic():
        Edition.objects.select_for_update().filter(slug=campaign.slug).first()
        plan = (
            _planned(campaign, findings)
            if agreed is None
            else _planned(campaign, _without_compared(findings))
        )
        if plan.errors:
            raise Problems.folder_at_fault(folder=str(path), errors=len(plan.errors))
        if plan.stops:
            shown = "\n".join(f"  {one}" for one in plan.stops[:DIFFERENCES_SHOWN])
            raise Problems.folder_older(edition=campaign.slug, differences=shown)
        if agreed is not None and _summary(agreed) != _summary(plan):
            raise Problems.changed_meanwhile()
        _refuse_what_is_pinned(plan)
        if not plan.is_same:
            _apply(plan, by)
        return plan


def _refuse_what_is_pinned(plan: LoadPlan) -> None:
    """Targets, indicators and the period stay as they were when the figures were pinned."""
    if plan.edition is None or rules.may(rules.Act.TARGETS, plan.edition.state):
        return
    lines = (*plan.changes.added, *plan.changes.changed, *plan.changes.retired)
    pinned = [line for line in lines if _is_pinned(line)]
    if pinned:
        raise Problems.pinned_rows(edition=plan.edition.slug, rows="\n".join(f"  {line}" for line in pinned))


def _is_pinned(line: str) -> bool:
    """Of a line of Changes: “targets.csv: activities (how, why)”."""
    file, _, rest = line.partition(": ")
    row, _, columns = rest.partition(" (")
    return is_of_pinned(file, row, columns.rstrip(")").split(", "))


def _without_compared(findings: list[Finding]) -> list[Finding]:
    """Findings of the folder alone: those beside the kept rows are made anew under the lock."""
    return [finding for finding in findings if finding.code != "charter.definition_changed"]


def _summary(plan: LoadPlan) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, (plan.changes.added, plan.changes.changed, plan.changes.retired)))


def _apply(plan: LoadPlan, by: Actor) -> None:
    campaign = plan.campaign
    edition = _keep_edition(campaign.draft.fields, plan.edition)
    for name, part in parts_in_order():
        part.load(campaign.data[name], edition, by)
    revision = campaign.draft.revision
    if campaign.is_workbook and plan.edition is not None:
        # A workbook is a second copy beside the folder: the folder is the older one from now on, until it is saved.
        revision = max(revision, plan.edition.revision) + 1
        text = campaign.folder.files[CAMPAIGN].decode()
        campaign.folder.write(CAMPAIGN, with_value(text, "revision", str(revision)).encode())
    keep_files(edition, campaign.folder)
    edition.folder_hash = campaign.folder.hash
    edition.revision = revision
    edition.changed_on_pages_at = None
    edition.save(update_fields=["folder_hash", "revision", "changed_on_pages_at"])
    counts: dict[str, object] = {
        "added": len(plan.changes.added),
        "changed": len(plan.changes.changed),
        "retired": len(plan.changes.retired),
        "folder": edition.folder_hash,
    }
    audit.note(
        "folder loaded",
        kind="edition",
        key=edition.slug,
        by=by,
        edition=edition.slug,
        edition_day=edition.today(),
        details=counts,
    )
    follow_dates(edition, edition.today())


def _keep_edition(fields: Mapping[str, Any], edition: Edition | None) -> Edition:
    """The edition's row. An example's today is set by the first load alone: later ones never move it."""
    is_new = edition is None
    edition = edition or Edition()
    was_live = edition.live
    for name, value in fields.items():
        setattr(edition, name, value)
    if edition.live:
        edition.example_today = None
    elif is_new or was_live:
        edition.example_today = fields["folder_today"]
    if is_new:
        edition.is_current = not Edition.objects.filter(is_current=True).exists()
    if is_new or was_live != edition.live:
        edition.last_midnight = edition.today()  # a midnight that nobody was here for is not run afterwards
    edition.save()
    return edition


def keep_files(edition: Edition, folder: Folder) -> None:
    """Keep the folder's files as they are now, so that saving gives the same bytes."""
    kept = {file.name: file for file in edition.files.all()}
    edition.files.exclude(name__in=folder.files).delete()
    new, touched = [], []
    for name, data in folder.files.items():
        if name not in kept:
            new.append(FolderFile(edition=edition, name=name, content=data))
        elif bytes(kept[name].content) != data:
            kept[name].content = data
            touched.append(kept[name])
    FolderFile.objects.bulk_create(new)
    FolderFile.objects.bulk_update(touched, ["content"])


__all__ = ["LoadPlan", "folder_of", "keep_files", "load_folder", "plan_load", "plan_workbook"]
