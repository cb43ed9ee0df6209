"""The style sheet and the pictures agree, and what must be readable is."""

import re
from pathlib import Path

import pytest

from jarchy.pictures.bars import GrowthWords, bar, growth
from jarchy.pictures.maps import MapWords, Shape, map_key, prepare
from jarchy.pictures.mark import mark
from jarchy.pictures.strips import StripCell, StripRow, StripWords, strip, strip_key

LOOK = Path(__file__).resolve().parents[2] / "foundation" / "static" / "foundation" / "look.css"
CSS = LOOK.read_text(encoding="utf-8")


def tokens(scheme: str) -> dict[str, str]:
    """Colours of the light or the dark page by name; the dark ones are written over the light."""
    light, dark = CSS.split("@media screen and (prefers-color-scheme:dark)")[:2]
    found = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", dark.split("}}")[0]))
    return found


def brightness(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, definitions."""
    digits = colour[1:] if len(colour) == 7 else "".join(letter * 2 for letter in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((brightness(one), brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", ["ink", "quiet", "lake", "ember", "juniper", "mulberry"])
@pytest.mark.parametrize("ground", ["felt", "sheet", "wash"])
def test_words_can_be_read_on_every_ground(scheme, words, ground):
    colours = tokens(scheme)
    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_fields_and_the_ring_of_focus_can_be_seen(scheme):
    colours = tokens(scheme)
    for edge in ("rim", "focus"):
        for ground in ("felt", "sheet"):
            assert contrast(colours[edge], colours[ground]) >= 3
    assert contrast(colours["apricot"], colours["deep"]) >= 3
    assert contrast(colours["on-deep"], colours["deep"]) >= 4.5
    assert contrast(colours["sheet"], colours["lake"]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_always_stands_out_more(scheme):
    colours = tokens(scheme)
    seen = [contrast(colours[f"s{step}"], colours["felt"]) for step in range(1, 6)]
    assert seen == sorted(seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("step", "words"), [(1, "ink"), (2, "ink"), (4, "felt"), (5, "felt")])
def test_a_name_can_be_read_on_the_shade_of_its_place(scheme, step, words):
    colours = tokens(scheme)
    assert contrast(colours[f"s{step}"], colours[words]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_name_can_be_read_on_the_middle_shade(scheme):
    colours = tokens(scheme)
    assert contrast(colours["s3"], colours["ink" if scheme == "light" else "felt"]) >= 4.5


def every_picture() -> str:
    held = [StripCell(held=1, attendances=count) for count in (1, 30, 80, 200)]
    cells = [*held, StripCell(overdue=1), *[StripCell()] * 12, StripCell(planned=1)]
    words = StripWords("t", "d", "today", "held", "planned", "overdue", "closed", "quiet")
    rows = [StripRow("A name that is long", "n", cells, [0], "group")] * 21
    ring = [[0, 40], [4, 40], [4, 44], [0, 44], [0, 40]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    small = {"type": "Polygon", "coordinates": [[[x / 40, 40 + y / 40] for x, y in ring]]}
    codes = "abcdefgh"
    shapes = [Shape(code, code, shape, group=code) for code in codes] + [Shape("town", "town", small)]
    values = {code: float(nth) for nth, code in enumerate(codes)} | {"h": None}
    map_words = MapWords("t", "d", tuple("12345"), "none", "no data")
    drawing = prepare(shapes, ground=shapes, water=[[(1, 41), (1, 42), (2, 42)]])
    return "".join(
        (
            strip(rows, days=30, today=16, months=[("m", 0)], words=words, starts=3),
            strip_key(words),
            drawing.draw(values, words=map_words, steps=(1, 2, 3, 4, 5), written={"a": "1"}),
            map_key(map_words),
            bar(1, 2, goal=1),
            growth([1], [1, 2], days=2, months=[("m", 0)], words=GrowthWords("t", "d", "1", "2")),
            mark(),
        )
    )


def test_every_class_of_a_picture_is_known_to_the_style_sheet():
    used = {name for names in re.findall(r'class="([^"]*)"', every_picture()) for name in names.split()}
    # Plain names of layers that need no style of their own.
    missing = {name for name in used if not re.search(rf"\.{re.escape(name)}\b", CSS)} - {"ramp"}
    assert not missing


def test_every_token_that_is_used_is_defined():
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))


def test_the_sheet_asks_nobody_else_for_anything():
    assert "@import" not in CSS and "url(" not in CSS and "http" not in CSS
    assert CSS.count("{") == CSS.count("}")
