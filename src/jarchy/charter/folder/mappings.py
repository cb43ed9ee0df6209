"""The mappings' part of a campaign folder: mappings/<name>.toml, one for each kind of sheet that others send.

What was said on the pages goes back to the folder by `save`, and to a later campaign by its fork.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from jarchy.charter.folder.base import Changes, Context, Difference, Folder, error
from jarchy.charter.models import Edition, SheetMapping
from jarchy.formats.sheet_mappings import SheetMap, read_map
from jarchy.formats.table_bytes import decoded
from jarchy.formats.tables import Finding
from jarchy.foundation.narrowing import Actor

FOLDER = "mappings/"


@dataclass(frozen=True)
class ReadMapping:
    file: str
    mapping: SheetMap
    content: str


class MappingsPart:
    """The part `mappings` of the folder."""

    files = (f"{FOLDER}*.toml",)

    def read(self, folder: Folder, context: Context) -> tuple[list[ReadMapping], list[Finding]]:
        found: list[ReadMapping] = []
        findings: list[Finding] = []
        for file in folder.names(ending=".toml"):
            if not file.startswith(FOLDER):
                continue
            content, encoding = decoded(folder.files[file])
            if encoding:
                findings.append(error(file, "table.encoding", found=encoding))
                continue
            mapping, faults = read_map(content, file)
            findings += faults
            if mapping and mapping.name != PurePosixPath(file).stem:
                findings.append(error(file, "foreign.mapping_name", column="name", value=mapping.name))
            elif mapping:
                found.append(ReadMapping(file, mapping, content))
        return found, findings

    def changes(self, data: list[ReadMapping], edition: Edition | None) -> Changes:
        kept = {row.name: row for row in current_mappings(edition)} if edition else {}
        found = Changes()
        for one in data:
            old = kept.pop(one.mapping.name, None)
            if old is None:
                found.added.append(one.file)
            elif old.content != one.content:
                found.changed.append(one.file)
                found.differences.append(
                    _difference(one.file, one.mapping.name, f"version {old.version}", "other words")
                )
        for name in kept:
            found.retired.append(f"{FOLDER}{name}.toml")
            found.differences.append(_difference(f"{FOLDER}{name}.toml", name, "there", "not there"))
        return found

    def load(self, data: list[ReadMapping], edition: Edition, by: Actor) -> None:
        """A mapping that says something else becomes its next version; one that is gone is kept as it was."""
        said = {one.mapping.name: one.content for one in data}
        for name, content in said.items():
            next_version(edition, name, content)
        gone = SheetMapping.objects.filter(edition=edition, is_current=True).exclude(name__in=list(said))
        gone.update(is_current=False)

    def save(self, edition: Edition, folder: Folder) -> None:
        rows = {f"{FOLDER}{row.name}.toml": row.content for row in current_mappings(edition)}
        for file, content in rows.items():
            kept, _encoding = decoded(folder.read(file) or b"")
            if kept != content:
                folder.write(file, content.encode())

    def fork(self, data: list[ReadMapping], moved_by_days: int) -> dict[str, bytes]:
        """Taken as they are: what a column means does not hang on the year. A day that was said once stays visible."""
        return {}


def _difference(file: str, name: str, on_pages: str, in_folder: str) -> Difference:
    return Difference(file, name, "mapping", on_pages, in_folder)


def current_mappings(edition: Edition) -> list[SheetMapping]:
    return list(SheetMapping.objects.filter(edition=edition, is_current=True).order_by("name"))


def next_version(edition: Edition, name: str, content: str) -> SheetMapping:
    """The mapping as it is from now on, in the caller's transaction; the same words make no new version."""
    rows = SheetMapping.objects.filter(edition=edition, name=name)
    last = rows.order_by("-version").first()
    current = rows.filter(is_current=True).first()
    if current and current.content == content:
        return current
    rows.filter(is_current=True).update(is_current=False)
    number = last.version + 1 if last else 1
    return SheetMapping.objects.create(edition=edition, name=name, version=number, content=content)
