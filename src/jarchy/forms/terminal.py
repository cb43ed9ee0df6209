"""A form asked in the terminal: for whoever writes one and wants to hear how it sounds. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.utils.translation import gettext as _

from jarchy.forms.faces.chat import Asker
from jarchy.forms.form_files import read_list
from jarchy.forms.problems import Problems
from jarchy.xforms import engine
from jarchy.xforms.engine import ReadyLists
from jarchy.xforms.finding import FormRefused
from jarchy.xforms.form import Form
from jarchy.xforms.instance import write_submission
from jarchy.xforms.secondary import Row
from jarchy.xforms.workbook import load_workbook
from jarchy.xforms.xpath.nodes import Node
from jarchy.xforms.xpath.world import World


def ask(
    workbook: Path,
    *,
    files: Sequence[Path],
    language: str,
    read: Callable[[], str],
    say: Callable[[str], None],
) -> bytes:
    """The submission that the answers make, as Collect would write it; b"" where it was thrown away.

    `read` gives the next line and raises EOFError at the end. Lists are taken from `files` and from beside the
    workbook. Raises Problems.workbook_refused, list_missing, file_unreadable.
    """
    form = _form(workbook)
    lists = ReadyLists(form, _lists(form, [*files, *_beside(workbook)]))
    asker = Asker(form, lists, _world(language), form.language_names)
    heard = asker.begin(language if language in form.languages else "")
    say(heard.says)
    while not heard.talk.is_over:
        heard = asker.hear(heard.talk, read())
        say(heard.says)
    if heard.talk.step == "dropped":
        return b""
    answers = engine.finish(form, asker.counted(heard.talk), _world(language))
    counting = engine.evaluate(form, answers, lists, _world(language)).answers
    return write_submission(form, counting, {"instanceID": f"uuid:{uuid4()}"})


def _beside(workbook: Path) -> list[Path]:
    return [file for file in workbook.parent.iterdir() if file.suffix in (".csv", ".xml", ".geojson")]


def _form(workbook: Path) -> Form:
    try:
        return load_workbook(workbook.read_bytes()).form
    except OSError as fault:
        raise Problems.file_unreadable(file=workbook, why=fault.strerror) from fault
    except FormRefused as refused:
        raise Problems.workbook_refused(
            file=workbook.name, number=len(refused.findings), first=str(refused)
        ) from refused


def _lists(form: Form, files: Sequence[Path]) -> Mapping[str, Sequence[Row] | Node]:
    """Each list that the form needs. Raises Problems.list_missing naming all that are not there, list_unreadable."""
    beside = {file.name: file for file in reversed(files)}
    if missing := sorted(form.lists - beside.keys()):
        raise Problems.list_missing(files=", ".join(missing))
    return {
        name: read_list(name, beside[name].read_bytes(), form.file_formats.get(name, "csv"))
        for name in form.lists
    }


def _world(language: str) -> World:
    now = datetime.now(UTC)
    return World.at(now, UTC, language=language)


def interrupted() -> str:
    """What is said when the terminal ends before the form does."""
    return _("Nothing was sent, nothing is kept.")
