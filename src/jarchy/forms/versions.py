"""A form version as it is asked and checked: compiled once a process, with the lists that come with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from threading import Lock

from jarchy.charter.models import Edition
from jarchy.forms.form_files import kept_list
from jarchy.forms.models import FormVersion
from jarchy.forms.purposes import lists
from jarchy.forms.rules import HOST_PHONE
from jarchy.xforms.engine import ReadyLists
from jarchy.xforms.form import GROUPS, Form, Kind
from jarchy.xforms.reading import read_form
from jarchy.xforms.secondary import Row
from jarchy.xforms.xpath.nodes import Node
from jarchy.xforms.xpath.world import World

_ROUND = re.compile(r"\[\d+\]")
MOST_COMPILED = 32  # forms of some editions in some versions; one takes about 1 MB
_compiled: dict[str, Form] = {}
_compiling = Lock()


def compiled(version: FormVersion) -> Form:
    """The form of this version; the same object for the same XForm in one process."""
    found = _compiled.get(version.hash)
    if found is None:
        with _compiling:
            found = _compiled.get(version.hash) or read_form(version.xform.encode())
            while len(_compiled) >= MOST_COMPILED:
                _compiled.pop(next(iter(_compiled)))
            _compiled[version.hash] = found
    return found


def text_questions(version: FormVersion) -> frozenset[str]:
    """Names of the questions that take free text; the host's telephone is none, it is never kept with the others."""
    nodes = compiled(version).nodes
    return frozenset(node.name for node in nodes if node.kind is Kind.TEXT and node.name != HOST_PHONE)


def fits(version: FormVersion, answers: Mapping[str, str]) -> bool:
    """Whether the version knows every question that was answered; answers by path, names of roots aside."""
    names = {node.name for node in compiled(version).nodes}
    return all(
        path.rpartition("/")[2].partition("[")[0] in names for path, said in answers.items() if said.strip()
    )


def by_path(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """Flat answers as the engine takes them: by path. What the form does not have is left out; of a name that stands
    twice in it, the first question gets the answer."""
    found: dict[str, str] = {}
    for name, text in answers.items():
        if name.startswith("/"):
            path = (
                name if (node := form.by_path.get(_ROUND.sub("", name))) and node.kind not in GROUPS else ""
            )
        else:
            path = form.plain_names.get(name) or _first_named(form, name)
        if path:
            found[path] = text
    return found


def _first_named(form: Form, name: str) -> str:
    return next((node.path for node in form.nodes if node.name == name and node.kind not in GROUPS), "")


def world_of(edition: Edition, *, now: datetime, language: str = "", username: str = "") -> World:
    """What a form of this edition is told of the world: an example campaign has a today of its own."""
    zone = edition.zone
    return World(now.astimezone(zone), edition.today(), zone, language, username)


class FormLists:
    """The lists that come with a version for one organisation, each asked at most once.

    A row whose `offered` is "no" is taken when it is sent, and not shown: the activity may have been called off or
    reported since the phone got its list. One with "later" is not asked about before its day, and stands on sheets.
    """

    def __init__(
        self, version: FormVersion, organisation: str, language: str, *, edition: Edition | None = None
    ) -> None:
        """`edition`: the version's, where it is read for many."""
        self.version, self.form = version, compiled(version)
        self.edition = edition or version.edition
        self.organisation, self.language = organisation, language

    @cached_property
    def rows(self) -> dict[str, Sequence[Row] | Node]:
        """By the file's name: written here by some room, or else published with the version; a list that is neither is
        empty."""
        return {name: self.written.get(name) or self._brought(name) for name in sorted(self.form.lists)}

    @cached_property
    def written(self) -> dict[str, Sequence[Row]]:
        """Those that some room writes."""
        return {
            name: lists[name](self.edition, self.organisation, self.language)
            for name in sorted(self.form.lists)
            if name in lists
        }

    def _brought(self, name: str) -> Sequence[Row] | Node:
        file_hash = self._published.get(name) if name not in lists else None
        return kept_list(name, file_hash, self.form.file_formats.get(name, "csv")) if file_hash else ()

    @cached_property
    def _published(self) -> dict[str, str]:
        return dict(self.version.files.values_list("name", "file_hash"))

    @cached_property
    def ready(self) -> ReadyLists:
        return ReadyLists(self.form, self.rows)

    @cached_property
    def not_offered(self) -> frozenset[str]:
        """Names of rows that are taken but not shown."""
        return self.offered("no", "later")

    def offered(self, *words: str) -> frozenset[str]:
        """Names of the rows of which `offered` says one of these words."""
        return frozenset(
            r["name"] for rows in self.written.values() for r in rows if r.get("offered") in words
        )
