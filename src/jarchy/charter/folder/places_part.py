"""The territory's part of the folder, read by the room below; here it tells the other parts which places there are."""

from __future__ import annotations

from typing import Any

from jarchy.charter.folder.base import Changes, Context, Folder, KnownPlace
from jarchy.formats.tables import Finding
from jarchy.foundation.narrowing import Actor
from jarchy.places import folder as territory


class PlacesPart:
    """The part `places` of the folder."""

    files = tuple(territory.files)

    def read(self, folder: Folder, context: Context) -> tuple[territory.TerritoryData, list[Finding]]:
        data, findings = territory.read(folder, context)
        for row in data.places:
            level, parent = row["level"], row["parent"]
            if row["id"]:
                context.places[str(row["id"])] = KnownPlace(
                    level if isinstance(level, int) else 0, str(parent or "")
                )
        return data, findings

    def changes(self, data: territory.TerritoryData, edition: Any) -> Changes:
        found = territory.changes(data, edition)
        named = [
            [f"places: {pcode}" for pcode in pcodes] for pcodes in (found.added, found.changed, found.retired)
        ]
        return Changes(*named)

    def load(self, data: territory.TerritoryData, edition: Any, by: Actor) -> None:
        territory.load(data, edition, by)

    def save(self, edition: Any, folder: Folder) -> None:
        """No page changes the register: its files go back as they were."""

    def fork(self, data: territory.TerritoryData, moved_by_days: int) -> dict[str, bytes]:
        """A territory's days are history and do not move."""
        return {}
