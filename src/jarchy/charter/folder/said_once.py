"""A table that is missing, empty or broken is said once, not at every row elsewhere that names one of its rows."""

from __future__ import annotations

from collections.abc import Iterable

from jarchy.charter.folder.base import Context, Folder, error
from jarchy.charter.folder.references import SINGULAR
from jarchy.formats.tables import BROKEN, Finding

SETTLEMENTS = "settlements.csv"
_LIST_OF = {f"charter.unknown_{one}": f"{many}.csv" for many, one in SINGULAR.items()}
_UNKNOWN_PLACE = {"charter.unknown_place", "places.place_unknown"}


def said_once(folder: Folder, findings: Iterable[Finding], context: Context) -> list[Finding]:
    """The findings without those that follow from another; for these one at the table that they follow from."""
    findings = [one for one in findings if not _is_said_already(one, folder)]
    broken = {one.file for one in findings if one.code in BROKEN}
    hollow = {f"{name}.csv" for name, rows in context.lists.items() if not rows}
    if SETTLEMENTS in broken or all(place.level < 3 for place in context.places.values()):
        hollow.add(SETTLEMENTS)
    rayons = _beginnings(context)
    causes = [_cause(one, rayons) for one in findings]
    kept = [one for one, cause in zip(findings, causes, strict=True) if cause not in hollow]
    follow = hollow.intersection(causes) - broken
    said = [error(file, _code(file, folder)) for file in sorted(follow)]
    return [*said, *kept]


def _is_said_already(finding: Finding, folder: Folder) -> bool:
    """A file that is there and cannot be read is not missing as well."""
    return finding.code == "table.file_missing" and finding.file in folder.unreadable


def _code(file: str, folder: Folder) -> str:
    return "table.file_missing" if folder.read(file) is None else "table.no_rows"


def _cause(finding: Finding, rayons: tuple[str, ...]) -> str | None:
    """The table that lacks what a row names, where it is that table alone: below a rayon it is SETTLEMENTS."""
    if finding.code in _UNKNOWN_PLACE and (finding.value or "").startswith(rayons):
        return SETTLEMENTS
    return _LIST_OF.get(finding.code)


def _beginnings(context: Context) -> tuple[str, ...]:
    """How P-codes begin that lie in a place with nothing below it in the territory: KG05410 for KG05410000000."""
    above = {place.parent for place in context.places.values()}
    return tuple(known.rstrip("0") for known in context.places if known not in above)
