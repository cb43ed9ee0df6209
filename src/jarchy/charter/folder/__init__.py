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
from jarchy.charter.folder.own_tables import CharterTables, OwnTables, with_days_moved
from jarchy.charter.folder.references import days_outside, ends_before_it_starts, unknown_references
from jarchy.charter.folder.said_once import said_once
from jarchy.charter.folder.specs import SPECS
from jarchy.formats.tables import Finding
from jarchy.places import folder as places_folder

__all__ = [
    "CAMPAIGN", "SPECS", "CampaignFolder", "Changes", "CharterTables", "Context", "Difference",
    "EditionDraft", "EditionFacts",
    "Folder", "KnownPlace", "OwnTables", "Part", "days_outside", "ends_before_it_starts", "error", "parts",
    "parts_in_order", "read_folder", "read_in_memory", "read_tables", "unknown_references", "warning",
    "with_days_moved",
]  # fmt: skip

parts["places"] = places_folder
parts["charter"] = CharterTables()


@dataclass(frozen=True)
class CampaignFolder:
    """A folder that was read: the edition, and each part's data by the part's name."""

    folder: Folder
    draft: EditionDraft
    context: Context
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.draft.facts.slug


def read_folder(path: str | Path) -> tuple[CampaignFolder, list[Finding]]:
    """Read a campaign's folder and say everything that is wrong with it at once. Needs no database and no
    network.
    """
    try:
        folder = Folder.at(Path(path))
    except OSError:
        empty = Folder({})
        draft, _ = read_campaign(empty)
        return CampaignFolder(empty, draft, Context(draft.facts)), [error(str(path), "charter.no_folder")]
    return read_in_memory(folder)


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
