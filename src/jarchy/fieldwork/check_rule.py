"""[checks] in campaign.toml beside what was drawn by it: the rule stands from the first draw on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jarchy.charter.folder.base import CAMPAIGN, error
from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Draw
from jarchy.fieldwork.problems import CheckFindings
from jarchy.formats.tables import Finding

STANDS = ("share", "least_per_oblast", "seed_sha256")  # phone_days may change: it chooses nothing


def rule_stands(fields: Mapping[str, object], edition: Edition) -> Iterator[Finding]:
    """Faults of a folder that changes the rule after the first draw; each shows both. For charter.guards."""
    kept = edition.charter.get("checks")
    if not kept or not Draw.objects.filter(edition=edition).exists():
        return
    charter = fields.get("charter")
    said = charter.get("checks") if isinstance(charter, Mapping) else None
    for name in STANDS:
        new = said.get(name) if isinstance(said, Mapping) else None
        if new != kept[name]:
            shown = "–" if new is None else new
            yield error(
                CAMPAIGN,
                CheckFindings.stands.code,
                column=f"checks.{name}",
                value=shown,
                name=name,
                kept=kept[name],
            )
