"""What someone sees of a map: of a made-up country of squares, and of a real one where its data lies near."""

import json
import math
import time
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jarchy.pictures.maps import MapWords, Shape, choropleth, map_key, prepare
from jarchy.pictures.outlines import (
    SharedLines,
    contains,
    holes_left_by,
    rings_of,
    signed_area,
    thinned,
    thinned_both_ways,
    widest_place,
)
from jarchy.pictures.tests.reading import compressed, named, parsed, paths, texts

WORDS = MapWords(
    "Where", "Most in West.", classes=("1 to 2", "3 and more"), below="none", no_data="no report"
)


def square(x, y, side, *holes):
    """GeoJSON of a square with its corner at x, y degrees; the holes are squares too."""
    rings = []
    for left, bottom, size in ((x, y, side), *holes):
        right, top = left + size, bottom + size
        ring = [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]
        rings.append(ring if not rings else ring[::-1])
    return {"type": "Polygon", "coordinates": rings}


WEST = Shape("W", "West", square(0, 40, 4, (1, 41, 0.4)), group="w")
EAST = Shape("E", "East", square(4, 40, 4), group="e")
TOWN = Shape("T", "Town", square(1, 41, 0.4), group="w")
COUNTRY = [TOWN, WEST, EAST]


def drawn(values, **more):
    return parsed(prepare(COUNTRY, least_area=4000).draw(values, words=WORDS, steps=(1, 3), **more))


def shades(root):
    return [e.get("class") for e in root if e.tag == "path" and e.get("class") in ("none", "s0", "s1", "s2")]


def test_each_place_has_the_shade_of_its_value():
    assert shades(drawn({"W": 2, "E": 3, "T": 0})) in (["s1", "s2", "s0"], ["s2", "s1", "s0"])


def test_a_place_without_data_is_hatched_and_never_white():
    root = drawn({"W": None, "E": 1})
    hatched = [element for element in root if element.get("class") == "none"]
    assert {element.get("fill") for element in hatched} == {"url(#map-hatch)"} and len(hatched) == 2
    assert root.find("pattern").get("id") == "map-hatch"


def test_the_town_is_drawn_over_the_region_it_lies_in():
    assert shades(drawn({"W": 1, "E": 1, "T": 3}))[-1] == "s2"


def test_values_stand_beside_names_in_the_words_of_the_caller():
    root = drawn({"W": 2.5, "E": 1}, written={"W": "2,5"})
    assert sorted(texts(root)) == ["East", "Town", "West 2,5"]


def test_a_small_place_is_named_beside_it_with_a_line_to_it():
    drawing = prepare(COUNTRY, least_area=4000)
    label = next(label for label in drawing.labels if label.code == "T")
    assert label.lead and not any(label.lead for label in drawing.labels if label.code != "T")
    to_x, to_y = [int(number) for number in label.lead.removeprefix("M").split()][2:]
    assert (to_x, to_y) == pytest.approx((158, 461), abs=30), (
        "the line ends in the town, at 1.2, 41.2 degrees"
    )


def test_a_name_stands_where_the_caller_wants_it():
    drawing = prepare([Shape("W", "West", WEST.geometry, label_at=(42.0, 2.0)), EAST])
    there = drawing.labels[0]
    assert (there.x, there.y) == pytest.approx((256, drawing.height / 2), abs=2)


def test_a_name_keeps_off_the_lake_in_its_region():
    lake = [(5.0, 41.0), (5.0, 43.9), (7.0, 43.9), (7.0, 41.0)]
    dry = prepare([WEST, EAST], water=[lake])
    east = next(label for label in dry.labels if label.code == "E")
    assert east.y > dry.height * 0.7


def test_the_border_between_two_groups_is_drawn_once_and_within_a_group_not():
    drawing = prepare(COUNTRY)
    assert drawing.borders.count("M") == 1
    assert prepare([Shape(s.code, s.name, s.geometry, group="one") for s in COUNTRY]).borders == ""


def test_only_the_names_asked_for_are_written():
    assert prepare(COUNTRY, names=[]).labels == ()
    assert [label.name for label in prepare(COUNTRY, names=[EAST]).labels] == ["East"]


def test_it_says_in_words_what_it_shows():
    assert named(drawn({})) == ("Where", "Most in West.")


def test_two_maps_of_a_page_share_no_id():
    drawing = prepare(COUNTRY)
    both = [drawing.draw({}, words=WORDS, steps=(1,), ident=ident) for ident in ("one", "two")]
    parsed(f"<div>{''.join(both)}</div>")


def test_what_is_no_area_is_refused():
    with pytest.raises(ValueError):
        prepare([Shape("P", "Point", {"type": "Point", "coordinates": [1, 2]})])
    with pytest.raises(ValueError):
        prepare([])
    with pytest.raises(ValueError):
        prepare(COUNTRY).draw({}, words=WORDS, steps=(1, 2, 3, 4, 5, 6))


def test_the_key_names_every_class_and_leaves_out_what_has_no_word():
    root = parsed(map_key(WORDS))
    assert ["".join(item.itertext()) for item in root] == ["none", "1 to 2", "3 and more", "no report"]
    assert len(parsed(map_key(MapWords("", "", classes=("a",))))) == 1


def test_a_lake_is_the_hole_that_districts_leave_and_the_region_does_not():
    around = [rings_of(square(0, 0, 9, (2, 2, 3), (6, 6, 2)))]
    region = [rings_of(square(0, 0, 9, (6, 6, 2)))]
    lakes = holes_left_by(around, within=region)
    assert [sorted(lake) for lake in lakes] == [[(2.0, 2.0), (2.0, 5.0), (5.0, 2.0), (5.0, 5.0)]]


def test_a_hole_filled_by_a_town_or_too_small_is_no_lake():
    around = rings_of(square(0, 0, 9, (2, 2, 3)))
    town = rings_of(square(2.01, 2, 2.99))
    assert holes_left_by([around, town], within=[rings_of(square(0, 0, 9))]) == []
    assert holes_left_by([around], within=[rings_of(square(0, 0, 9))], least_km2=200_000) == []


def test_a_lake_between_several_districts_is_found_where_their_shores_meet():
    quarters = [
        [(0, 0), (4, 0), (4, 2), (2, 2), (2, 4), (0, 4)],
        [(4, 0), (8, 0), (8, 4), (6, 4), (6, 2), (4, 2)],
        [(8, 4), (8, 8), (4, 8), (4, 6), (6, 6), (6, 4)],
        [(4, 8), (0, 8), (0, 4), (2, 4), (2, 6), (4, 6)],
    ]
    parts = [rings_of({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}) for ring in quarters]
    (lake,) = holes_left_by(parts, within=[rings_of(square(0, 0, 8))])
    assert abs(signed_area(lake)) == 16


def _distance(point, a, b):
    """From a point to the endless line through two others, as the method measures it."""
    (x, y), (ax, ay), (bx, by) = point, a, b
    length = math.hypot(bx - ax, by - ay)
    if not length:
        return math.hypot(x - ax, y - ay)
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length


POINTS = some.tuples(some.integers(0, 60), some.integers(0, 60))


@settings(deadline=None)
@given(line=some.lists(POINTS, min_size=2, max_size=40), tolerance=some.floats(0, 20))
def test_thinning_keeps_the_ends_and_strays_no_farther_than_allowed(line, tolerance):
    kept = thinned(line, tolerance)
    assert kept[0] == line[0] and kept[-1] == line[-1]
    for point in line:
        assert min(_distance(point, kept[n], kept[n + 1]) for n in range(len(kept) - 1)) <= tolerance + 1e-9


@settings(deadline=None)
@given(line=some.lists(POINTS, min_size=2, max_size=40, unique=True), tolerance=some.floats(0, 20))
def test_a_border_is_the_same_line_from_either_side(line, tolerance):
    assert thinned_both_ways(line, tolerance) == thinned_both_ways(line[::-1], tolerance)[::-1]


@settings(deadline=None)
@given(ring=some.lists(POINTS, min_size=3, max_size=20, unique=True))
def test_a_ring_cut_at_its_junctions_is_still_the_whole_ring(ring):
    lines = SharedLines([ring]).cut(ring)
    joined = [point for line in lines for point in line[:-1]]
    at = joined.index(ring[0])
    assert joined[at:] + joined[:at] == ring


@settings(deadline=None, max_examples=50)
@given(
    values=some.dictionaries(some.sampled_from("WETX"), some.none() | some.floats(-10, 1e9)),
    name=some.text(min_size=0, max_size=40),
    steps=some.lists(some.floats(0, 1e6), min_size=1, max_size=5, unique=True).map(sorted),
)
def test_any_values_and_names_give_a_map_with_the_right_shades(values, name, steps):
    root = parsed(choropleth([Shape("W", name, WEST.geometry), EAST], values, words=WORDS, steps=steps))
    found = sorted(e.get("class") for e in root if e.tag == "path" and e.get("class") != "lead-to")
    assert found == sorted(_shade(values.get(code), steps) for code in "WE")


def _shade(value, steps):
    return "none" if value is None else f"s{sum(value >= low for low in steps)}"


# ------------------------------------------------------------------------------- a real country


def _real(name):
    root = Path(__file__).resolve().parents[4]
    for folder in (root / "campaigns" / "kg-2018", root.parent / "shared" / "data"):
        for found in sorted(folder.rglob(name)) if folder.is_dir() else ():
            return json.loads(found.read_text(encoding="utf-8"))["features"]
    return pytest.skip(f"{name} lies neither in campaigns/kg-2018 nor beside the checkout")


def _shapes(features):
    return [
        Shape(
            f["properties"]["pcode"],
            f["properties"]["name_ky"],
            f["geometry"],
            group=f["properties"].get("adm1_pcode", f["properties"]["pcode"]),
        )
        for f in features
    ]


@pytest.fixture(scope="module")
def regions():
    return _shapes(_real("kg_admin1_tiny.geojson"))


@pytest.fixture(scope="module")
def fine_regions():
    return _shapes(_real("kg_admin1.geojson"))


@pytest.fixture(scope="module")
def districts(fine_regions):
    cities = [shape for shape in fine_regions if shape.code in ("KG11000000000", "KG21000000000")]
    return _shapes(_real("kg_admin2.geojson")) + cities


@pytest.fixture(scope="module")
def lakes(districts, fine_regions):
    return holes_left_by(
        [rings_of(shape.geometry) for shape in districts],
        within=[rings_of(shape.geometry) for shape in fine_regions],
    )


def test_the_two_great_lakes_are_found_and_no_enclave_is_taken_for_one(lakes):
    assert len(lakes) == 2
    assert contains([lakes[0]], 77.3, 42.4) and contains([lakes[1]], 75.15, 41.85)
    assert not any(contains([lake], 71.1, 39.95) for lake in lakes)


def test_a_map_of_nine_regions_is_sent_in_less_than_four_kilobytes(regions, lakes):
    drawing = prepare(regions, water=lakes[:1])
    values = {shape.code: float(nth) for nth, shape in enumerate(regions)}
    svg = drawing.draw(values, words=WORDS, steps=(0, 1, 2, 3, 5), written=dict.fromkeys(values, "12,5"))
    parsed(svg)
    assert compressed(svg) < 4000
    assert 480 < drawing.height < 530


def test_the_enclaves_of_a_region_stay_holes(regions):
    paths_by_code = dict(prepare(regions, tolerance=0).shapes)
    assert paths_by_code["KG05000000000"].count("M") >= 3


def test_a_map_of_all_districts_is_sent_in_less_than_eight_kilobytes(districts, fine_regions, lakes):
    drawing = prepare(districts, ground=fine_regions, names=fine_regions, water=lakes, tolerance=2)
    svg = drawing.draw({}, words=WORDS, steps=(1, 3, 6, 11, 21))
    root = parsed(svg)
    assert compressed(svg) < 8000 and len(drawing.shapes) == 55
    assert len(texts(root)) == 9 and paths(root, "border") and paths(root, "ground")


def test_no_name_of_a_region_lies_over_another(regions, lakes):
    labels = prepare(regions, water=lakes[:1]).labels
    for one, other in combinations(labels, 2):
        assert abs(one.y - other.y) > 30 or abs(one.x - other.x) > 60, (one, other)


def test_only_the_two_cities_are_named_beside_their_place(regions):
    outside = {label.code for label in prepare(regions).labels if label.lead}
    assert outside == {"KG11000000000", "KG21000000000"}


def test_drawing_a_prepared_map_costs_a_page_next_to_nothing(districts):
    drawing = prepare(districts, names=[], tolerance=2)
    values = {shape.code: float(nth) for nth, shape in enumerate(districts)}
    fastest = min(_seconds(drawing, values) for _ in range(20))
    assert fastest < 0.002


def _seconds(drawing, values):
    began = time.perf_counter()
    drawing.draw(values, words=WORDS, steps=(0, 1, 2, 3, 5))
    return time.perf_counter() - began


def test_the_widest_place_of_an_area_lies_in_it():
    rings = rings_of(square(0, 0, 9, (1, 1, 7)))
    x, y, width = widest_place(rings)
    assert contains(rings, x, y) and width > 0
