"""Workbooks from the field are asked page by page and sent; what was taken while asking is taken when it comes."""

import json
from pathlib import Path

import pytest

from jarchy.xforms.engine import ReadyLists, check, evaluate
from jarchy.xforms.finding import FormRefused
from jarchy.xforms.form import Form
from jarchy.xforms.instance import read_submission, write_submission
from jarchy.xforms.making import form_of
from jarchy.xforms.outside import read_outside
from jarchy.xforms.tests.respondent import Filled, fill_in
from jarchy.xforms.tests.small_forms import world
from jarchy.xforms.workbook import LoadedForm, load_workbook

SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "data" / "samples" / "xlsforms"
WORKBOOKS = sorted(path.name for path in SAMPLES.glob("*.xls*"))
pytestmark = pytest.mark.skipif(not WORKBOOKS, reason="the shared workbooks are not beside this checkout")

REFUSED = {
    # A calculate without a calculation: the person who made it forgot it.
    "bug-calculate_without_calculation.xls": ("no_calculation", "survey", 34),
    # Two columns called label: nobody knows which was meant.
    "bug-duplicate_columns.xlsx": ("duplicate_column", "survey", 1),
    # A filter written as label::English, which is no XPath, here and on phones.
    "bug-xl_date_ambiguous.xlsx": ("bad_itemset", "survey", 5),
    # Encrypted: what is in it could not be checked.
    "xlsform_spec_test.xlsx": ("encrypted", "settings", 2),
}
CITY = {
    "type": "Feature", "id": "osh", "geometry": {"type": "Point", "coordinates": [72.8, 40.5]},
    "properties": {"title": "Osh"},
}  # fmt: skip
# Small ones in place of those that stand beside the workbooks.
FILES = {
    "cities.geojson": json.dumps({"type": "FeatureCollection", "features": [CITY]}),
    "fruits.csv": "name_key,name,label\nmango,Mango,Mango\n",
    "species_names.csv": "name,label\noak,Oak\n",
    "UCL_regions.csv": "name,label\nr1,North\n",
    "UCL_districts.csv": "name,label,region_id\nd1,East,r1\n",
    "UCL_villages.csv": "name,label,district_id\nv1,Kara-Suu,d1\n",
    "ULC_Biomass_Plots.csv": "name,label,village,plant_phase\np1,Plot 1,v1,2022\n",
}


def load(name: str) -> LoadedForm:
    return load_workbook((SAMPLES / name).read_bytes())


def lists_of(form: Form) -> ReadyLists:
    found = {name: read_outside(FILES[name].encode(), form.file_formats[name]) for name in form.lists}
    return ReadyLists(form, found)


@pytest.mark.parametrize("name", [name for name in WORKBOOKS if name in REFUSED])
def test_it_is_refused_with_the_reason(name):
    with pytest.raises(FormRefused) as refused:
        load(name)
    (fault,) = refused.value.findings
    assert (fault.code, fault.sheet, fault.row) == REFUSED[name]
    assert fault.reason


@pytest.mark.parametrize("name", [name for name in WORKBOOKS if name not in REFUSED])
def test_it_is_asked_page_by_page_and_what_was_taken_is_taken_when_it_comes(name):
    loaded = load(name)
    form = form_of(json.loads(json.dumps(loaded.program, allow_nan=False)))
    lists = lists_of(form)
    filled = fill_in(form, lists, world())
    assert filled.stuck == []
    assert filled.pages
    sent = read_submission(write_submission(form, answered(form, filled, lists), {"instanceID": "uuid:1"}))
    assert check(form, sent.answers, lists, world()).findings == ()
    assert set(sent.attachments(form)) == set(filled.attachments)


def answered(form: Form, filled: Filled, lists: ReadyLists) -> dict[str, str]:
    """What a person sends: of the draft what counts."""
    return evaluate(form, filled.draft, lists, world()).answers
