"""A form version as it is asked and checked: compiled once a process, with the lists that come with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from threading import Lock

from jarchy.charter.models import Edition
from jarchy.forms.models import FormVersion
from jarchy.forms.purposes import lists
from jarchy.forms.rules import HOST_PHONE
from jarchy.xforms.engine import ReadyLists
from jarchy.xforms.form import GROUPS, Form, Kind
from jarchy.xforms.reading import read_form
from jarchy.xforms.secondary import Row
from jarchy.xforms.xpath.world import World

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
    """Whether the version knows every question that was answered; flat answers."""
    names = {node.name for node in compiled(version).nodes}
    return all(name.rsplit("/", 1)[-1].split("[")[0] in names for name in answers)


def by_path(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """Flat answers as the engine takes them: by path. Names that the form does not have are left out; of a name that
    stands twice in it, the first question gets the answer."""
    paths: dict[str, str] = {}
    for node in form.nodes:
        if node.kind not in GROUPS:
            paths.setdefault(node.name, node.path)
            paths[node.path] = node.path
    return {paths[name]: text for name, text in answers.items() if name in paths}


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
        self.form = compiled(version)
        self.edition = edition or version.edition
        self.organisation, self.language = organisation, language

    @cached_property
    def rows(self) -> dict[str, Sequence[Row]]:
        """By the file's name; a list that no room fills is empty."""
        return {
            name: lists[name](self.edition, self.organisation, self.language) if name in lists else []
            for name in sorted(self.form.lists)
        }

    @cached_property
    def ready(self) -> ReadyLists:
        return ReadyLists(self.form, self.rows)

    @cached_property
    def not_offered(self) -> frozenset[str]:
        """Names of rows that are taken but not shown."""
        return self.offered("no", "later")

    def offered(self, *words: str) -> frozenset[str]:
        """Names of the rows of which `offered` says one of these words."""
        return frozenset(r["name"] for rows in self.rows.values() for r in rows if r.get("offered") in words)
