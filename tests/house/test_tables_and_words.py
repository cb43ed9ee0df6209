"""Walks every table, command, setting and problem: nothing stands outside the house's order."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db.models import ForeignKey, Model
from django.utils.translation import override

from jarchy.foundation.problems import catalogue
from jarchy.foundation.settings import SETTINGS
from jarchy.project import reference, statics
from jarchy.project.others import OTHERS

SOURCES = settings.ROOT / "src" / "jarchy"
FLOORS = [  # as the import contract has them, from the ground up
    {"foundation"}, {"places"}, {"charter"}, {"people"}, {"forms", "ledger"}, {"fieldwork", "publications"},
    {"website"}, {"project"},
]  # fmt: skip
ALL = apps.get_models(include_auto_created=True)
OURS = [model for model in ALL if model.__module__.startswith("jarchy.")]
COMMANDS = {name: app for name, app in get_commands().items() if app.startswith("jarchy") and name != "flush"}


def floor_of(model: type[Model]) -> int:
    """How high a table's room stands; libraries lie under the ground."""
    return next((n for n, rooms in enumerate(FLOORS) if model._meta.app_label in rooms), -1)


@pytest.mark.parametrize("model", ALL, ids=lambda model: model._meta.db_table)
def test_every_table_says_whom_it_concerns_and_how_long_it_is_kept(model):
    owner = model._meta.auto_created or model  # the table of a many-to-many is as its owner
    if model._meta.db_table in OTHERS:
        return
    assert getattr(owner, "privacy", "") and getattr(owner, "retention", "")


def test_no_library_is_listed_that_is_not_there():
    assert set(OTHERS) <= {model._meta.db_table for model in ALL}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.db_table)
def test_what_a_row_refers_to_stands_no_higher_than_itself(model):
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            target = field.related_model
            same_floor = floor_of(target) == floor_of(model)
            assert floor_of(target) <= floor_of(model), f"{field} points up to {target}"
            assert not same_floor or target._meta.app_label == model._meta.app_label, (
                f"{field} points into the room beside"
            )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_every_verb_shows_an_example(name):
    command = load_command_class(COMMANDS[name], name)
    parser = command.create_parser("jarchy", name)
    assert command.help
    for one in verbs_of(parser) or [parser]:
        assert f"jarchy {name}" in (one.epilog or ""), f"{one.prog} --help has no example"


def verbs_of(parser: ArgumentParser) -> list[ArgumentParser]:
    choices = [action.choices for action in parser._actions if isinstance(action.choices, dict)]
    return [verb for each in choices for verb in each.values()]


def test_every_setting_that_is_read_is_in_the_list():
    """JARCHY_TEST_SCALE is of the tests; JARCHY_PARENT and JARCHY_SERVER are what processes of `up` tell each other."""
    own = {"JARCHY_PARENT", "JARCHY_SERVER"}
    said: dict[str, str] = {}
    for path in SOURCES.rglob("*.py"):
        if "tests" not in path.parts:
            found = re.findall(r'"((?:JARCHY_[A-Z_]+)|DATABASE_URL)"', path.read_text("utf-8"))
            said |= {name: str(path) for name in found}
    assert set(said) - own == set(SETTINGS)


def test_the_environment_is_read_in_one_place_only():
    allowed = {"foundation/settings.py", "project/serving.py", "project/supervising.py"}
    for path in SOURCES.rglob("*.py"):
        inside = str(path.relative_to(SOURCES))
        if "tests" not in path.parts and inside not in allowed and "management" not in path.parts:
            assert "os.environ.get(" not in path.read_text("utf-8"), f"{inside} reads a setting past the list"


@pytest.mark.parametrize("problem", catalogue.values(), ids=lambda problem: problem.code)
def test_every_problem_says_what_happened_and_what_to_do(problem):
    with override("en"):
        sentence, remedy = str(problem.sentence), str(problem.remedy)
    assert re.fullmatch(r"[a-z]+\.[a-z0-9_]+", problem.code)
    assert 200 <= problem.status < 600
    assert sentence.strip() and remedy.strip()
    assert "something went wrong" not in sentence.lower()


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_problem_in_another_language_asks_for_nothing_that_the_english_does_not_have(language):
    for problem in catalogue.values():
        for text in (problem.sentence, problem.remedy):
            with override("en"):
                wanted = set(re.findall(r"\{(\w+)", str(text)))
            with override(language):
                assert set(re.findall(r"\{(\w+)", str(text))) <= wanted, problem.code


@pytest.mark.parametrize("name", reference.WRITERS)
def test_the_reference_says_what_the_code_says(name):
    assert name not in reference.differing(), "run: make docs"


def test_every_static_file_that_a_page_names_is_there():
    missing = []
    for page in SOURCES.glob("*/templates/**/*.html"):
        for name in re.findall(r"\{%\s*static\s+['\"]([^'\"]+)['\"]", page.read_text("utf-8")):
            if not statics.version_of(name):
                missing.append(f"{page.relative_to(SOURCES)}: {name}")
    assert not missing


def test_no_catalogue_of_messages_is_committed_compiled():
    ignored = (Path(settings.ROOT) / ".gitignore").read_text("utf-8").split()
    assert "*.mo" in ignored
