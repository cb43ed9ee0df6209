"""Lists that come with a form as CSV, XML or GeoJSON: read as on phones, chosen from, filtered and judged by."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.xforms.engine import ReadyLists, check, evaluate
from jarchy.xforms.outside import UnreadableList, read_outside
from jarchy.xforms.tests.small_forms import form_of, questions, world

CSV = b"\xef\xbb\xbfname,label,district\nosh,Osh,\nuzgen, Uzgen ,osh\n\n"
XML = b"""<?xml version="1.0"?><root><item><name>osh</name><label>Osh</label></item>
<item><name>uzgen</name><label>Uzgen</label><district>osh</district></item></root>"""
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": "osh", "geometry": {"type": "Point", "coordinates": [72.8, 40.5]},
             "properties": {"name": "osh", "label": "Osh", "people": 300000, "note": None}},
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[73, 40.75], [73.3, 40.8, 900]]},
             "properties": {"name": "uzgen", "label": "Uzgen", "district": "osh"}},
        ],
    }
).encode()  # fmt: skip
FILES = {"csv": CSV, "xml": XML, "geojson": GEOJSON}


def choosing(form: str, rows: str = "instance('places')/root/item"):
    source = f"jr://file-csv/places.{form}" if form == "csv" else f"jr://file/places.{form}"
    body = f"""{questions("b")}<select1 ref="/data/a"><label>Where?</label><itemset nodeset="{rows}">
      <value ref="name"/><label ref="label"/></itemset></select1>"""
    found = form_of("<a/><b/>", "", body, f'<instance id="places" src="{source}"/>')
    assert found.file_formats == {f"places.{form}": form}
    return found, ReadyLists(found, {f"places.{form}": read_outside(FILES[form], form)})


@pytest.mark.parametrize("form", FILES)
def test_a_place_is_chosen_from_a_file_of_each_kind(form):
    chosen, lists = choosing(form)
    question = evaluate(chosen, {}, lists, world()).by_path["/data/a"]
    assert [(choice.name, choice.label("")) for choice in question.choices] == [
        ("osh", "Osh"),
        ("uzgen", "Uzgen"),
    ]
    assert check(chosen, {"/data/a": "uzgen"}, lists, world()).findings == ()
    (finding,) = check(chosen, {"/data/a": "talas"}, lists, world()).findings
    assert (finding.code, finding.value) == ("choice", "talas")


@pytest.mark.parametrize("form", FILES)
def test_the_choices_follow_from_the_answer_before(form):
    chosen, lists = choosing(form, "instance('places')/root/item[district = /data/b]")
    question = evaluate(chosen, {"/data/b": "osh"}, lists, world()).by_path["/data/a"]
    assert [choice.name for choice in question.choices] == ["uzgen"]
    checked = check(chosen, {"/data/a": "uzgen", "/data/b": "naryn"}, lists, world())
    assert [finding.code for finding in checked.findings] == ["choice"]


def test_a_geojson_row_carries_its_place_as_odk_writes_it():
    osh, uzgen = read_outside(GEOJSON, "geojson")
    assert osh == {
        "geometry": "40.5 72.8 0 0", "id": "osh", "name": "osh", "label": "Osh", "people": "300000", "note": ""
    }  # fmt: skip
    assert uzgen["geometry"] == "40.75 73 0 0; 40.8 73.3 0 0"


def test_xml_of_another_shape_is_walked_as_it_is():
    xml = b'<towns><town code="o"><name>Osh</name></town><town code="u"><name>Uzgen</name></town></towns>'
    body = questions("a")
    bind = """<bind nodeset="/data/b" calculate="instance('t')/towns/town[@code = /data/a]/name"/>"""
    form = form_of("<a/><b/>", bind, body, '<instance id="t" src="jr://file/t.xml"/>')
    lists = ReadyLists(form, {"t.xml": read_outside(xml, "xml")})
    assert evaluate(form, {"/data/a": "u"}, lists, world()).answers["/data/b"] == "Uzgen"


def test_a_list_inside_may_have_any_shape_too():
    model = '<instance id="t"><towns><town code="o">Osh</town><town code="u">Uzgen</town></towns></instance>'
    bind = """<bind nodeset="/data/b" calculate="instance('t')/towns/town[@code = /data/a]"/>"""
    form = form_of("<a/><b/>", bind, questions("a"), model)
    assert evaluate(form, {"/data/a": "o"}, {}, world()).answers["/data/b"] == "Osh"


def test_a_semicolon_parts_what_a_comma_does_not():
    assert read_outside(b"name;label\na;A, B\nc", "csv") == (
        {"name": "a", "label": "A, B"},
        {"name": "c", "label": ""},
    )


@pytest.mark.parametrize(
    ("data", "form", "reason"),
    [
        (b"", "csv", "no header"),
        (b"name,name\n", "csv", "two columns are called name"),
        (b"name\n\xff", "csv", "not UTF-8: byte 6"),
        (b"<root><item>", "xml", "ends in the middle"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml", "DOCTYPE"),
        (b"{", "geojson", "no JSON"),
        (b"[" * 100_000, "geojson", "no JSON"),
        (b'{"type": "Feature"}', "geojson", "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": [1]}', "geojson", "1. entry is no Feature"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point"}}]}', "geojson",
         "geometry of its 1. entry cannot be read"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type":'
         b' "MultiPoint", "coordinates": []}}]}', "geojson", "points, lines, areas only"),
        (b"x", "kml", "not kml"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_with_the_reason(data, form, reason):
    with pytest.raises(UnreadableList, match=reason):
        read_outside(data, form)


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8).map(str.strip)


@given(st.lists(st.tuples(CELLS.filter(bool), CELLS), max_size=6))
def test_what_a_spreadsheet_writes_as_csv_is_read_as_it_was(rows):
    written = "name,label\n" + "".join(
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\n" for row in rows
    )
    read = read_outside(written.encode(), "csv")
    assert [(row["name"], row["label"]) for row in read] == rows
