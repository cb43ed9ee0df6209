"""Whatever somebody does to a folder: check never breaks, and loading comes to the same whatever was loaded before."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jarchy.charter import actions, queries
from jarchy.charter.folder import SPECS, Folder, read_in_memory
from jarchy.charter.folder.rows import TABLES
from jarchy.charter.tests.conftest import KG_2018
from jarchy.charter.wording import worded
from jarchy.foundation.narrowing import house

OWN = {name: (KG_2018 / name).read_bytes() for name in ["campaign.toml", *SPECS]}
typed = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "4.1702E+13", "'5", "1,5", "ӊ", "no", "=1+1", "KG02", "2018-13-01", "10.09.2018", "a b", "\0"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    file=st.sampled_from(sorted(OWN)),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    put=st.binary(max_size=8),
)
def test_bytes_changed_anywhere_give_findings_and_never_an_error(file, at, length, put):
    data = OWN[file]
    start = int(at * len(data))
    _, findings = read_in_memory(Folder(OWN | {file: data[:start] + put + data[start + length :]}))
    assert all(worded(finding)["remedy"] for finding in findings)


@settings(max_examples=60, deadline=None)
@given(file=st.sampled_from(sorted(SPECS)), row=st.integers(0, 200), column=st.integers(0, 40), cell=typed)
def test_any_cell_may_hold_anything(file, row, column, cell):
    table = list(csv.reader(io.StringIO(OWN[file].decode())))
    line = table[1 + row % (len(table) - 1)]
    line[column % len(line)] = cell
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    campaign, findings = read_in_memory(Folder(OWN | {file: out.getvalue().encode()}))
    assert campaign.slug == "kg-2018"
    assert all(worded(finding)["message"] and worded(finding)["remedy"] for finding in findings)


lists = st.lists(st.sampled_from(["faith", "parents", "students", "families", "everyone"]), unique=True)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=st.lists(st.tuples(lists, st.booleans()), min_size=1, max_size=3))
def test_after_any_history_the_rows_are_what_the_last_folder_says(small, histories):
    """Rows dropped, brought back, turned round and changed in any order."""
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(OWN["audiences.csv"].decode()))}
    kept_ids = [slug for slug in rows if slug not in {"faith", "parents", "students", "families", "everyone"}]
    for chosen, closed in histories:
        said = [rows[slug] | {"closed": "yes" if closed else "no"} for slug in [*kept_ids, *chosen]]
        small.write_rows("audiences.csv", said)
        actions.load_folder(small.path, house("test"))
    edition = queries.edition("kg-2018")
    assert [(a.slug, a.is_closed) for a in queries.choices(edition, "audience").values()] == [
        (row["id"], row["closed"] == "yes") for row in said
    ]
    assert actions.load_folder(small.path, house("test")).is_same


@pytest.mark.parametrize("rows", TABLES, ids=lambda rows: rows.spec.file)
def test_every_column_of_a_table_has_a_field(rows):
    names = {one.name for one in rows.model._meta.get_fields()}
    assert {rows.field_of(column.name) for column in rows.spec.columns} <= names
