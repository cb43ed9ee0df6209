"""Whatever somebody does to a folder: check never breaks, and loading comes to the same whatever was loaded before."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jarchy.charter import queries
from jarchy.charter.folder import SPECS, Folder, read_in_memory
from jarchy.charter.folder.rows import TABLES, by_file, changes_of, load_table
from jarchy.charter.models import Edition
from jarchy.charter.tests.conftest import KG_2018
from jarchy.charter.wording import worded
from jarchy.formats.tables import read_table

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
    if len(table) == 1:  # nobody has recommended anything yet: a row of its own
        table.append([""] * len(table[0]))
    line = table[1 + row % (len(table) - 1)]
    line[column % len(line)] = cell
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    campaign, findings = read_in_memory(Folder(OWN | {file: out.getvalue().encode()}))
    assert campaign.slug == "kg-2018"
    assert all(worded(finding)["message"] and worded(finding)["remedy"] for finding in findings)


changing = ["faith", "parents", "students", "families", "everyone"]
lists = st.lists(st.sampled_from(changing), unique=True)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(histories=st.lists(st.tuples(lists, st.booleans()), min_size=1, max_size=4))
def test_after_any_history_the_rows_are_what_the_last_folder_says(histories):
    """Rows dropped, brought back, turned round and changed in any order; the same again finds nothing to do."""
    edition = an_edition()
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(OWN["audiences.csv"].decode()))}
    audiences = by_file("audiences.csv")
    for chosen, closed in histories:
        ids = [*(slug for slug in rows if slug not in changing), *chosen]
        said = [rows[slug] | {"closed": "yes" if closed else "no"} for slug in ids]
        out = io.StringIO()
        writer = csv.DictWriter(out, list(said[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(said)
        table = read_table(out.getvalue().encode(), audiences.spec, edition.languages)
        load_table(audiences, table, edition, {})
    kept = [(a.slug, a.is_closed) for a in queries.choices(edition, "audience").values()]
    assert kept == [(row["id"], row["closed"] == "yes") for row in said]
    assert not changes_of(audiences, table, edition, edition.languages)


def an_edition() -> Edition:
    Edition.objects.all().delete()  # hypothesis runs all examples in one transaction
    day = date(2018, 9, 10)
    return Edition.objects.create(
        slug="any", languages=["ky", "ru", "en"], prepares_from=day, starts=day, ends=day, reports_until=day,
        final_on=day, example_today=day,
    )  # fmt: skip


@pytest.mark.parametrize("rows", TABLES, ids=lambda rows: rows.spec.file)
def test_every_column_of_a_table_has_a_field(rows):
    names = {one.name for one in rows.model._meta.get_fields()}
    assert {rows.field_of(column.name) for column in rows.spec.columns} <= names
