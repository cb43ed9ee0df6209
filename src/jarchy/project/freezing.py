"""Freezes a campaign: `public/` for any web server, `archive/` for the auditor, both proved; then the server may go.

The folder appears whole or not at all: all is written beside it and proved there, then given its name.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, stopped_at
from jarchy.charter.rules import Computed, EditionState
from jarchy.ledger import actions as ledger
from jarchy.ledger import queries
from jarchy.ledger.models import Entry
from jarchy.people.doors import EVERYONE
from jarchy.project.backing_up import one_moment
from jarchy.project.frozen_archive import OWN, write_archive
from jarchy.project.frozen_proof import (
    Fault,
    Figures,
    Journal,
    Links,
    check_figures,
    check_journal,
    check_links,
    write_manifest,
)
from jarchy.project.frozen_public import LEFT_OUT, Progress, PublicFolder, Written, put
from jarchy.project.problems import Problems
from jarchy.website import frozen
from jarchy.website.actions import weigh_files
from jarchy.website.frozen import Stamp

FORMAT = 1
PROOF = "proof.json"
FINAL = (EditionState.FINAL, EditionState.ARCHIVED)


@dataclass
class Frozen:
    """What came of it. With `faults` nothing was put in place."""

    edition: str
    state: str
    stamp: Stamp
    written: Written = field(default_factory=Written)
    links: Links = field(default_factory=Links)
    journal: Journal = field(default_factory=Journal)
    figures: Figures = field(default_factory=Figures)
    faults: list[Fault] = field(default_factory=list)
    sums: dict[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As proof.json has it: nothing of it comes from the machine's clock."""
        return {
            "format": FORMAT, "made_by": f"jarchy {version('jarchy')}", "edition": self.edition, "state": self.state,
            "provisional": self.stamp.is_provisional, "frozen_on": self.stamp.day.isoformat(),
            "position": self.stamp.position, "journal_hash": self.journal.last,
            "public": {
                "pages": self.written.pages, "files": self.written.files, "links": self.links.inside,
                "leads_out_to": dict(sorted(self.links.outside.items())),
                "left_out": [{"address": name, "why": why} for name, why in LEFT_OUT.items()],
                "links_removed": dict(sorted(self.written.unlinked.items())),
                "nothing_to_draw": sorted(self.written.missing),
            },
            "archive": {"entries": self.journal.entries, "sums": self.figures.sums, "figures": self.figures.figures},
            "sha256sums": self.sums, "faults": [asdict(fault) for fault in self.faults],
        }  # fmt: skip


def freeze(
    edition: Edition, folder: Path, *, is_provisional: bool = False, base: str = "/",
    progress: Progress = lambda what, done: None,
) -> Frozen:  # fmt: skip
    """Write and prove both folders. An earlier freeze there is replaced as a whole; with faults it stays as it is.

    `base`: the path under which public/ will be hosted; only its 404.html has to know. Raises project.not_final,
    project.not_a_freeze, OSError (a full disk).
    """
    if edition.state not in FINAL and not is_provisional:
        raise Problems.not_final(edition=edition.slug, state=edition.state)
    _refuse_what_is_no_freeze(folder)
    base = f"/{base.strip('/')}/".replace("//", "/")
    weigh_files()
    found = ledger.verify(edition)
    with _alone():
        _clear_up(folder)
        draft = folder.parent / f".{folder.name}.draft-{secrets.token_hex(8)}"
        draft.mkdir(parents=True)
        try:
            result = _write(edition, draft, base, progress)
            result.faults[:0] = [
                Fault("ledger", one.where, f"{one.code}: {one.found}, not {one.wanted}") for one in found
            ]
            _prove(edition, draft, result, base, progress)
            if not result.faults:
                _put_in_place(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return result


def addresses_for_everyone() -> set[str]:
    """Names of all addresses that the public may open, found in the resolver."""

    def walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
            elif isinstance(pattern, URLPattern) and getattr(pattern.callback, "enters", None) == EVERYONE:
                yield ":".join((*spaces, pattern.name or str(pattern.pattern)))

    return set(walk(get_resolver(), ()))


# --- writing


def _write(edition: Edition, draft: Path, base: str, progress: Progress) -> Frozen:
    """All of it as it is at one moment, for whoever asks and for whoever counts."""
    with one_moment():
        edition = charter.edition(edition.slug)  # its state and its day are of that moment too
        with _standing_still(edition):
            result = _write_both(edition, draft, base, progress)
    result.faults += [Fault("pages", where, what) for where, what in result.written.faults]
    undecided = addresses_for_everyone() - frozen.NAMES - set(LEFT_OUT)
    result.faults += [
        Fault("pages", name, "an address for everyone that is not frozen") for name in sorted(undecided)
    ]
    return result


def _write_both(edition: Edition, draft: Path, base: str, progress: Progress) -> Frozen:
    is_provisional = edition.state not in FINAL
    stamp = Stamp(edition.today(), queries.head_position(edition), is_provisional)
    result = Frozen(edition.slug, edition.state, stamp)
    (draft / "public").mkdir()
    (draft / "public").chmod(0o755)
    with frozen.frozen_as(stamp):
        result.written = PublicFolder(edition, draft / "public", base=base, progress=progress).write()
    gone = write_archive(edition, draft / "archive", stamp, progress)
    result.faults = [Fault("documents", name, "its file is no longer kept") for name in gone]
    return result


@contextmanager
def _standing_still(edition: Edition) -> Iterator[None]:
    """The clock of a live edition stands at its last posting, or where today began: what is true of both, said twice,
    is the same to the last byte.
    """
    began = datetime.combine(edition.today(), time.min, tzinfo=edition.zone)
    last = (
        Entry.objects.filter(edition=edition)
        .order_by("-position")
        .values_list("posted_at", flat=True)
        .first()
    )
    token = stopped_at.set(max(began, last) if last else began)
    try:
        yield
    finally:
        stopped_at.reset(token)


def _prove(edition: Edition, draft: Path, result: Frozen, base: str, progress: Progress) -> None:
    progress("links", 0)
    result.links = check_links(draft / "public", base=base, live_url=settings.URL)
    progress("proof", 0)
    result.journal = check_journal(draft / "archive" / "journal.jsonl")
    if result.journal.entries != result.stamp.position:
        result.faults.append(Fault("journal", "journal.jsonl", f"ends at {result.journal.entries}"))
    measures = {
        one.slug: one.measure
        for one in charter.indicators(edition)
        if one.computed == Computed.SUM and not one.part
    }
    result.figures = check_figures(draft / "archive" / "figures.xlsx", result.journal, measures)
    result.faults += [*result.links.faults, *result.journal.faults, *result.figures.faults]
    result.sums = {
        "public": write_manifest(draft / "public", mode=0o644),
        "archive": write_manifest(draft / "archive", mode=OWN),
    }
    told = json.dumps(result.told(), ensure_ascii=False, indent=1)
    put(draft / PROOF, [told.encode(), b"\n"])


# --- its place


def _refuse_what_is_no_freeze(folder: Path) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir() or folder.is_symlink():
        raise Problems.not_a_freeze(folder=folder)
    if any(folder.iterdir()) and not _is_freeze(folder):
        raise Problems.not_a_freeze(folder=folder)


def _is_freeze(folder: Path) -> bool:
    try:
        said = json.loads((folder / PROOF).read_text())
        return bool(said["format"] and said["sha256sums"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time: drafts that lie about were then left by a kill."""
    with (Path(settings.HOME) / "freeze.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _clear_up(folder: Path) -> None:
    """What a kill left behind: a draft goes, an earlier freeze that was already moved aside comes back."""
    for draft in folder.parent.glob(f".{folder.name}.draft-*"):
        shutil.rmtree(draft, ignore_errors=True)
    for old in folder.parent.glob(f".{folder.name}.old-*"):
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(folder)


def _put_in_place(draft: Path, folder: Path) -> None:
    draft.chmod(0o755)
    os.sync()  # thousands of small files: the folder must not have its name before they have their bytes
    if folder.exists():
        old = folder.parent / f".{folder.name}.old-{secrets.token_hex(8)}"
        folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        draft.rename(folder)
