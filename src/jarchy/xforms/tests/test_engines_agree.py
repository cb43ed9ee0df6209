"""The form engine of the phone and the one here: the same answers give the same state, message and XML."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jarchy.xforms import engine
from jarchy.xforms.finding import FormRefused
from jarchy.xforms.outside import read_outside
from jarchy.xforms.reading import program_of
from jarchy.xforms.tests import kg2018
from jarchy.xforms.tests.form_corpus import CHANCE, FORMS, MILLIONS
from jarchy.xforms.tests.form_corpus import FILES as PLACES
from jarchy.xforms.tests.form_engine import Both, Browser, browser_engine, here
from jarchy.xforms.tests.random_answers import random_answers, some_of
from jarchy.xforms.tests.random_forms import answers, forms
from jarchy.xforms.tests.small_forms import world
from jarchy.xforms.workbook import compile_workbook

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[4]
CAMPAIGN = sorted((ROOT / "campaigns").glob("*/forms/*.xlsx"))
SAMPLES = sorted((ROOT.parent / "shared" / "data" / "samples" / "xlsforms").glob("*.xls*"))
EACH = 15
"""Sets of answers tried of each form."""
CITY = {
    "type": "Feature", "id": "osh", "geometry": {"type": "Point", "coordinates": [72.8, 40.5]},
    "properties": {"title": "Osh"},
}  # fmt: skip
FILES = {
    "cities.geojson": json.dumps({"type": "FeatureCollection", "features": [CITY]}),
    "fruits.csv": "name_key,name,label\nmango,Mango,Mango\n",
    "species_names.csv": "name,label\noak,Oak\n",
    "UCL_regions.csv": "name,label\nr1,North\nr2,South\n",
    "UCL_districts.csv": "name,label,region_id\nd1,East,r1\nd2,West,r2\n",
    "UCL_villages.csv": "name,label,district_id\nv1,Kara-Suu,d1\n",
    "ULC_Biomass_Plots.csv": "name,label,village,plant_phase\np1,Plot 1,v1,2022\n",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browser_engine() as found:
        yield found


@lru_cache
def workbook(path: Path) -> Both | None:
    """None where the form is refused."""
    try:
        program = program_of(compile_workbook(path.read_bytes()).xml)
    except FormRefused:
        return None
    files: dict[str, Any] = {}
    for said in program.get("files", {}).values():
        name = said["file"]
        if name in FILES:
            files[name] = list(read_outside(FILES[name].encode(), said["format"]))
        else:
            files[name] = kg2018.LISTS[name]
    return Both(path.name, program, files)


def agree(browser: Browser, both: Both, verb: str, many: list[list[Any]], language: str = "") -> None:
    there = browser.run(both, verb, many, world(language))
    for arguments, far in zip(many, there, strict=True):
        near = json.loads(json.dumps(here(both, verb, arguments, world(language))))
        assert not _differing(near, far), (verb, arguments)


def _differing(near: dict[str, Any], far: dict[str, Any]) -> dict[str, Any]:
    return {
        what: (near.get(what), far.get(what))
        for what in near.keys() | far.keys()
        if near.get(what) != far.get(what)
    }


@pytest.mark.parametrize("path", [*CAMPAIGN, *SAMPLES], ids=lambda path: path.name)
def test_a_form_of_the_field_says_the_same_of_any_answers(browser, path):
    both = workbook(path)
    if both is None:
        pytest.skip("the form is refused")
    everything_agrees(browser, both, Random(path.name))


def everything_agrees(browser: Browser, both: Both, chance: Random) -> None:
    many = [random_answers(both.form, both.lists, world(), chance) for _ in range(EACH)]
    for language in dict.fromkeys(["", *both.form.languages]):
        agree(browser, both, "state", [[one] for one in many], language)
    agree(browser, both, "begin", [[]])
    begun = engine.begin(both.form, both.lists, world())
    agree(browser, both, "change", [[begun, some_of(one, chance, 6)] for one in many])
    agree(browser, both, "change", [[one, some_of(other, chance, 3)] for one, other in pairwise(many)])
    agree(browser, both, "finish", [[one] for one in many[:2]])
    rounds = [path for repeat in both.form.repeats for path in (repeat.path, f"{repeat.path}[2]")]
    agree(browser, both, "drop", [[one, path] for one in many for path in rounds])


@pytest.mark.parametrize("name", FORMS)
def test_a_small_form_says_the_same_of_any_answers(browser, name):
    program = program_of(FORMS[name])
    needed = [said["file"] for said in program.get("files", {}).values()]
    everything_agrees(browser, Both(name, program, {file: PLACES[file] for file in needed}), Random(name))


def test_chance_and_what_is_worked_out_once_stand_as_they_were_drawn(browser):
    both = Both("chance", program_of(CHANCE))
    chance = Random("chance")
    many = [random_answers(both.form, both.lists, world(), chance) for _ in range(EACH)]
    agree(browser, both, "state", [[one] for one in many])
    agree(browser, both, "begin", [[]])


def test_no_answer_fills_the_memory_of_a_phone(browser):
    both = Both("millions", program_of(MILLIONS))
    answered = {"/data/n": "1000"}
    (there,) = browser.run(both, "nodes", [[answered]], world())
    assert there == len(engine.evaluate(both.form, answered, both.lists, world()).by_path)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.data())
def test_any_small_form_says_the_same_of_any_answers(browser, data):
    program = program_of(data.draw(forms()))
    both = Both(json.dumps(program), program)
    many = data.draw(st.lists(answers(list(both.form.by_path)), min_size=2, max_size=6))
    agree(browser, both, "state", [[given_answers] for given_answers in many])
    agree(browser, both, "change", [list(two) for two in pairwise(many)])


@pytest.mark.parametrize("name", ["rounds", "words", "kinds"])
def test_the_order_in_which_answers_came_makes_no_difference(browser, name):
    both = Both(name, program_of(FORMS[name]))
    chance = Random(f"order of {name}")
    many = [random_answers(both.form, both.lists, world(), chance) for _ in range(EACH)]
    shuffled = [dict(chance.sample(sorted(one.items()), k=len(one))) for one in many]
    first, second = (
        browser.run(both, "state", [[one] for one in every], world()) for every in (many, shuffled)
    )
    assert first == second
    again = browser.run(both, "state", [[state["draft"]] for state in first], world())
    assert [(state["answers"], state["draft"], state["xml"]) for state in again] == [
        (state["answers"], state["draft"], state["xml"]) for state in first
    ]
