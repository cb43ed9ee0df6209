"""Pages of docs/reference that are written from the code, so that they cannot say anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.utils import translation

from jarchy.charter.folder import campaign_toml, specs
from jarchy.fieldwork import folder as work_plan
from jarchy.formats.tables import TableSpec
from jarchy.foundation.problems import catalogue
from jarchy.foundation.settings import SETTINGS
from jarchy.places import columns as territory
from jarchy.project.others import OTHERS
from jarchy.publications import folder as papers

MADE = "<!-- Written from the code by `make docs`: change it there. -->"
FOLDER = settings.ROOT / "docs" / "reference"


def write() -> list[str]:
    """Write every page that differs; their names."""
    changed = [name for name, text in pages().items() if _held(name) != text]
    for name in changed:
        (FOLDER / name).write_text(pages()[name], "utf-8")
    return changed


def differing() -> list[str]:
    """Names of the pages that are not as the code says."""
    return [name for name, text in pages().items() if _held(name) != text]


def pages() -> dict[str, str]:
    """Each page's text by its name."""
    with translation.override("en"):
        return {name: page() for name, page in WRITERS.items()}


def settings_page() -> str:
    rows = [
        (f"`{s.name}`", f"`{s.default}`" if s.default else "", s.says, f"`{s.example}`" if s.example else "")
        for s in SETTINGS.values()
    ]
    return _page(
        "Settings",
        "Environment variables, and nothing else. An empty one is as one that is not set.",
        _table(("variable", "default", "what it is for", "example"), rows),
    )


def problems_page() -> str:
    for app in apps.get_app_configs():  # a catalogue knows only what was imported
        if app.name.startswith("jarchy.") and find_spec(f"{app.name}.problems"):
            import_module(f"{app.name}.problems")
    parts = []
    rows = sorted(catalogue.values(), key=lambda problem: problem.code)
    for room, problems in groupby(rows, key=lambda problem: problem.code.split(".")[0]):
        lines = [(f"`{p.code}`", str(p.status), str(p.sentence), str(p.remedy)) for p in problems]
        parts.append(f"## {room}\n\n" + _table(("code", "status", "what happened", "what to do"), lines))
    intro = (
        "Everything that can go wrong by its code, which stands in JSON answers; "
        "{words} are filled in where it happens."
    )
    return _page("Problems", intro, "\n".join(parts))


def folder_page() -> str:
    known = [(f"`{name}`", says) for name, says in campaign_toml.KNOWN.items()]
    parts = ["## campaign.toml\n\n" + _table(("key", "what it is"), known)]
    found: dict[str, TableSpec] = {}
    for module in (specs, territory, work_plan, papers):
        found |= {value.file: value for value in vars(module).values() if isinstance(value, TableSpec)}
    for spec in found.values():
        parts.append(_folder_table(spec))
    intro = (
        "What each file of a campaign's folder must look like, as `jarchy charter check` knows it. Files are UTF-8 "
        "with commas; the same tables may come as sheets of one workbook. A column of kind texts stands once for each "
        "language: `name_ky`, `name_ru`, `name_en`."
    )
    return _page("The campaign's folder", intro, "\n".join(parts))


def rows_page() -> str:
    lines = []
    for model in apps.get_models(include_auto_created=True):
        held = OTHERS.get(model._meta.db_table) or (
            getattr(model, "privacy", ""),
            getattr(model, "retention", ""),
        )
        if any(held):
            lines.append((f"`{model._meta.db_table}`", *held))
    intro = (
        "Every table of the database: whom it concerns and how long it is kept; "
        "`docs/explanation/what-we-hold.md` says why."
    )
    return _page("Tables", intro, _table(("table", "privacy", "kept"), sorted(lines)))


def commands_page() -> str:
    parts = []
    for name, app in sorted(get_commands().items()):
        if not app.startswith("jarchy") or name == "flush":
            continue
        command = load_command_class(app, name)
        parser = command.create_parser("jarchy", name)
        epilogs = [parser.epilog or "", *_epilogs_of_verbs(parser)]
        shown = "\n\n".join(epilog.strip("\n") for epilog in dict.fromkeys(epilogs) if epilog.strip())
        parts.append(f"## jarchy {name}\n\n{str(command.help).strip()}\n\n```\n{shown}\n```\n")
    return _page(
        "Commands", "What `jarchy COMMAND --help` says of use; each option stands there.", "\n".join(parts)
    )


WRITERS: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "problems.md": problems_page,
    "folder.md": folder_page,
    "tables.md": rows_page,
    "commands.md": commands_page,
}


def _folder_table(spec: TableSpec) -> str:
    needed = "" if spec.required else " It may be left out."
    lines = []
    for column in spec.columns:
        choices = f" One of: {', '.join(column.choices)}." if column.choices else ""
        unit = f" ({column.unit})" if column.unit else ""
        needs = "yes" if column.required else ""
        lines.append((f"`{column.name}`", column.kind, needs, f"{column.says}{unit}{choices}".strip()))
    table = _table(("column", "kind", "must be filled", "what it is"), lines)
    return f"## {spec.file}\n\n{spec.says}{needed}\n\n{table}"


def _epilogs_of_verbs(parser: object) -> Iterable[str]:
    for action in getattr(parser, "_actions", []):
        choices = getattr(action, "choices", None)
        if isinstance(choices, dict):
            for verb in choices.values():
                yield getattr(verb, "epilog", "") or ""


def _page(title: str, intro: str, body: str) -> str:
    return f"# {title}\n\n{MADE}\n\n{intro}\n\n{body.rstrip()}\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join('---' for _ in head)}|"]
    lines += [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _held(name: str) -> str:
    path = FOLDER / name
    return path.read_text("utf-8") if path.exists() else ""
