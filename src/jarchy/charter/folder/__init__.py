"""The campaign's folder: read whole and checked without database or network; loaded, saved and forked part
by part.

Way in: read_folder(path). Registry: parts (project/joints.py adds work_plan and forms). Way out:
CampaignFolder and findings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jarchy.charter.folder.base import (
    CAMPAIGN,
    LARGEST_FILE,
    Changes,
    Context,
    Difference,
    EditionFacts,
    Folder,
    KnownPlace,
    Part,
    error,
    parts,
    parts_in_order,
    read_tables,
    warning,
)
from jarchy.charter.folder.campaign_toml import EditionDraft, read_campaign
from jarchy.charter.folder.mappings import MappingsPart
from jarchy.charter.folder.own_tables import CharterTables, OwnTables, with_days_moved
from jarchy.charter.folder.references import days_outside, ends_before_it_starts, unknown_references
from jarchy.charter.folder.said_once import said_once
from jarchy.charter.folder.specs import SPECS
from jarchy.charter.folder.workbook import Beside, carries, is_workbook, read_sheets, sheets_of
from jarchy.formats.tables import Finding
from jarchy.places import folder as places_folder

__all__ = [
    "CAMPAIGN", "SPECS", "CampaignFolder", "Changes", "CharterTables", "Context", "Difference",
    "EditionDraft", "EditionFacts",
    "Folder", "KnownPlace", "OwnTables", "Part", "days_outside", "ends_before_it_starts", "error", "is_workbook",
    "parts", "parts_in_order", "read_folder", "read_in_memory", "read_sheets", "read_tables", "read_workbook",
    "sheets_of", "unknown_references", "warning", "with_days_moved", "workbook_at",
]  # fmt: skip

parts["places"] = places_folder
parts["charter"] = CharterTables()
parts["mappings"] = MappingsPart()


@dataclass(frozen=True)
class CampaignFolder:
    """A folder that was read: the edition, and each part's data by the part's name."""

    folder: Folder
    draft: EditionDraft
    context: Context
    data: Mapping[str, Any] = field(default_factory=dict)
    is_workbook: bool = False

    @property
    def slug(self) -> str:
        return self.draft.facts.slug


def read_folder(path: str | Path) -> tuple[CampaignFolder, list[Finding]]:
    """Read a campaign's folder, or its workbook, and say everything that is wrong with it at once. Needs no database
    and no network.
    """
    if is_workbook(str(path)) and Path(path).is_file():
        data, findings = workbook_at(path)
        return read_workbook(data, Path(path).name) if data is not None else (_nothing(), findings)
    try:
        folder = Folder.at(Path(path))
    except OSError:
        return _nothing(), [error(str(path), "charter.no_folder")]
    return read_in_memory(folder)


def _nothing() -> CampaignFolder:
    empty = Folder({})
    draft, _ = read_campaign(empty)
    return CampaignFolder(empty, draft, Context(draft.facts))


def workbook_at(path: str | Path) -> tuple[bytes | None, list[Finding]]:
    """The bytes of a workbook on the disk, None where they cannot be taken."""
    name = Path(path).name
    try:
        if Path(path).stat().st_size > LARGEST_FILE:
            return None, [error(name, "charter.file_too_large")]
        return Path(path).read_bytes(), []
    except OSError:
        return None, [error(name, "charter.file_unreadable")]


def read_workbook(
    data: bytes, name: str, beside: Beside | None = None
) -> tuple[CampaignFolder, list[Finding]]:
    """The same for a workbook; faults stand where the spreadsheet shows them. `beside`: the files of the edition of a
    slug, for what no workbook carries; without it nothing is said of those.
    """
    sheets = read_sheets(data, name, beside) if beside else read_sheets(data, name)
    if any(finding.code == "charter.workbook_unreadable" for finding in sheets.findings):
        return _nothing(), sheets.findings
    campaign, findings = read_in_memory(sheets.folder)
    said = [one for one in findings if not _is_said_of_the_sheet(one, sheets.findings)]
    if beside is None:
        said = [one for one in said if carries(one.file)]
    return replace(campaign, is_workbook=True), [*sheets.findings, *sheets.as_in_workbook(said)]


def _is_said_of_the_sheet(finding: Finding, said: list[Finding]) -> bool:
    """A sheet `campaign` that is missing or has no header makes no campaign.toml: said once."""
    is_lacking = any(one.code in ("table.file_missing", "table.column_missing") for one in said)
    return is_lacking and (finding.file, finding.code) == (CAMPAIGN, "table.file_missing")


def read_in_memory(folder: Folder) -> tuple[CampaignFolder, list[Finding]]:
    """The same for files that are in memory."""
    draft, findings = read_campaign(folder)
    findings += [error(name, code) for name, code in folder.unreadable.items()]
    facts = draft.facts if draft.facts.languages else replace(draft.facts, languages=_languages_in(folder))
    context = Context(facts)
    data = {}
    for name, part in parts_in_order():
        data[name], found = part.read(folder, context)
        findings += found
    return CampaignFolder(folder, draft, context, data), said_once(folder, findings, context)


def _languages_in(folder: Folder) -> tuple[str, ...]:
    """The languages that the tables' headers name: one slip in campaign.toml is not said again at every text."""
    headers = b",".join(
        folder.files[file].split(b"\n", 1)[0].rstrip() for file in folder.names(ending=".csv")
    )
    return tuple(dict.fromkeys(re.findall(r"\bname_([a-z]{2,3})\b", headers.decode("utf-8", "replace"))))
