"""What we hand out as HXL is read by the libraries that the humanitarian world uses."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from jarchy.formats.hxl import HxlColumn, age_attribute, hxl_csv, hxl_xlsx
from jarchy.formats.tests.samples import sample

hxl = pytest.importorskip("hxl", reason="libhxl is a development dependency: pip install libhxl six")

COLUMNS = (
    HxlColumn("Area", "#adm1+name+i_ky"),
    HxlColumn("P-code", "#adm1+code"),
    HxlColumn("Day", "#date+start"),
    HxlColumn("Attendances", "#reached"),
    HxlColumn("12 to 17", "#reached" + age_attribute(12, 17)),
    HxlColumn("Remark", ""),
)
ROWS = [
    ("Ысык-Көл", "KG02000000000", date(2018, 10, 3), 120, None, '=HYPERLINK("http://x")'),
    ("Нарын, шаар", "KG04000000000", date(2018, 10, 4), 0, 45, "two\nlines"),
]
MADE_AT = datetime(2018, 11, 5, tzinfo=UTC)


def read(data: bytes) -> list[dict[str, object]]:
    """Rows by tag, attributes in the order of the alphabet (libhxl gives them in any)."""
    with hxl.data(hxl.make_input(io.BytesIO(data), hxl.InputOptions(allow_local=True))) as dataset:
        tags = [
            "+".join([column.tag, *sorted(column.attributes)]) if column.tag else ""
            for column in dataset.columns
        ]
        return [dict(zip(tags, row.values, strict=True)) for row in dataset]


def as_csv(preamble=()) -> bytes:
    return "".join(hxl_csv(COLUMNS, ROWS, preamble=preamble)).encode()


def as_xlsx(preamble=()) -> bytes:
    out = io.BytesIO()
    hxl_xlsx(out, COLUMNS, ROWS, title="5W: [2018]", made_at=MADE_AT, preamble=preamble)
    return out.getvalue()


@pytest.mark.parametrize("preamble", [(), ("Illustrative data", "As of 5 November 2018")])
@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_libhxl_reads_it_back(write, preamble):
    first, second = read(write(preamble))
    assert first["#adm1+i_ky+name"] == "Ысык-Көл"
    assert (first["#adm1+code"], first["#date+start"]) == ("KG02000000000", "2018-10-03")
    assert (str(first["#reached"]), str(second["#reached"])) == ("120", "0")
    assert str(second["#reached+age12_17"]) == "45"
    assert first["#reached+age12_17"] in ("", None)


def test_no_formula_gets_out():
    assert b"\"'=HYPERLINK" in as_csv()
    from openpyxl import load_workbook  # noqa: PLC0415  kept out of the collection of tests

    sheet = load_workbook(io.BytesIO(as_xlsx())).worksheets[0]
    assert (sheet["F3"].value, sheet["F3"].data_type) == ('\'=HYPERLINK("http://x")', "s")
    assert (sheet["D3"].value, sheet["D3"].data_type) == (120, "n")
    assert sheet.title == "5W   2018"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("unhcr_3w_2014_first200.csv", "utf-8"), ("ocha_rowca_3w_2014_hxl_alpha_tags.csv", "utf-8")],
)
def test_a_real_3w_written_again_by_us_says_the_same(name, encoding):
    data = sample(name).read_bytes()
    with hxl.data(hxl.make_input(io.BytesIO(data), hxl.InputOptions(allow_local=True))) as dataset:
        tagged = [(column.header or "", column.display_tag) for column in dataset.columns]
        rows = [[*row.values, *[""] * (len(tagged) - len(row.values))] for row in dataset]
    assert len(rows) > 150
    columns = [HxlColumn(header, tag if tag and tag != "#" else "") for header, tag in tagged]
    written = "".join(hxl_csv(columns, rows)).encode()
    with hxl.data(hxl.make_input(io.BytesIO(written), hxl.InputOptions(allow_local=True))) as dataset:
        again = [list(row.values) for row in dataset]
    defused = [[value.removeprefix("'") for value in row] for row in again]
    assert defused == [[value.removeprefix("'") for value in row] for row in rows]


def test_a_hundred_thousand_rows_are_handed_on_piece_by_piece():
    pieces = hxl_csv(COLUMNS, (ROWS[0] for _ in range(100_000)))
    assert max(map(len, pieces)) < 100_000


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="2 cells under 6 columns"):
        list(hxl_csv(COLUMNS, [("a", "b")]))


def test_a_tag_that_is_none_is_refused():
    with pytest.raises(ValueError, match="adm1"):
        HxlColumn("Area", "adm1 name")


def test_so_long_a_preamble_that_the_tags_are_not_found_is_refused():
    with pytest.raises(ValueError, match="above the tags"):
        list(hxl_csv(COLUMNS, ROWS, preamble=["x"] * 30))


def test_the_first_two_rows_are_headers_and_tags():
    headers, tags, *_ = csv.reader(io.StringIO(as_csv().decode()))
    assert headers[0] == "Area"
    assert tags == [column.tag for column in COLUMNS]
