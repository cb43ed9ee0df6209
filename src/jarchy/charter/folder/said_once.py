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
    causes = [_cause(one, context) for one in findings]
    kept = [one for one, cause in zip(findings, causes, strict=True) if cause not in hollow]
    follow = hollow.intersection(causes) - broken
    said = [error(file, _code(file, folder)) for file in sorted(follow)]
    return [*said, *kept]


def _is_said_already(finding: Finding, folder: Folder) -> bool:
    """A file that is there and cannot be read is not missing as well."""
    return finding.code == "table.file_missing" and finding.file in folder.unreadable


def _code(file: str, folder: Folder) -> str:
    return "table.file_missing" if folder.read(file) is None else "table.no_rows"


def _cause(finding: Finding, context: Context) -> str | None:
    """The table that lacks what a row names, where it lies in that table alone."""
    if finding.code in _UNKNOWN_PLACE and _lies_in_a_rayon(finding.value or "", context):
        return SETTLEMENTS
    return _LIST_OF.get(finding.code)


def _lies_in_a_rayon(pcode: str, context: Context) -> bool:
    """Whether the P-code goes on that of a place of the territory that has none below it there, or of a rayon:
    KG05410000010 lies in KG05410000000.
    """
    above = {place.parent for place in context.places.values()}
    return any(pcode.startswith(known.rstrip("0")) for known in context.places if known not in above)
