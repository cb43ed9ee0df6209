"""What the secretariat is told about a table that came back from a spreadsheet."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jarchy.formats.tables import CODES, Column, Finding, Table, TableSpec, read_table, write_table

LANGUAGES = ("ky", "ru", "en")
SPEC = TableSpec(
    "venues.csv",
    (
        Column("id", "id", required=True),
        Column("name", "texts", required=True),
        Column("place", "place"),
        Column("starts", "date"),
        Column("people", "integer"),
        Column("share", "decimal"),
        Column("is_open", "boolean"),
        Column("counted", "choice", choices=("heads", "list", "estimate")),
        Column("topics", "slugs"),
        Column("phone", "phone"),
        Column("source", "url"),
        Column("note", "text"),
    ),
)
HEADER = ",".join(SPEC.headers(LANGUAGES))
GOOD = (
    "square,Аянт,Площадь,Square,KG02000000000,2018-09-10,120,2.50,yes,heads,labour marriage,0800 0000 189,,\n"
)


def read(text: str | bytes) -> Table:
    return read_table(text.encode() if isinstance(text, str) else text, SPEC, LANGUAGES)


def row(**cells: str) -> bytes:
    """A file with one row, right but for the cells given."""
    names = SPEC.headers(LANGUAGES)
    good = dict(zip(names, next(csv.reader([GOOD.strip()])), strict=True))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, [{**good, **cells}[name] for name in names]])
    return out.getvalue().encode()


def only(table: Table) -> Finding:
    assert len(table.findings) == 1, table.findings
    assert set(table.findings[0].params) <= set(CODES[table.findings[0].code])
    return table.findings[0]


def test_a_right_table_gives_typed_cells_and_no_findings():
    table = read(f"{HEADER}\n{GOOD}")
    assert table.findings == ()
    cells = table.rows[0].cells
    assert table.rows[0].number == 2
    assert cells["name"] == {"ky": "Аянт", "ru": "Площадь", "en": "Square"}
    assert cells["starts"] == date(2018, 9, 10)
    assert (cells["people"], cells["share"], cells["is_open"]) == (120, Decimal("2.50"), True)
    assert cells["topics"] == ("labour", "marriage")
    assert cells["note"] is None


@pytest.mark.parametrize(
    ("column", "typed", "code", "better"),
    [
        ("starts", "10.09.2018", "table.wrong_date", "2018-09-10"),
        ("starts", "2018-9-1", "table.wrong_date", "2018-09-01"),
        ("starts", "2018-09-10 00:00:00", "table.wrong_date", "2018-09-10"),
        ("starts", "43353", "table.wrong_date", "2018-09-10"),
        ("starts", "25/09/2018", "table.wrong_date", "2018-09-25"),
        ("starts", "9/10/2018", "table.wrong_date", None),
        ("starts", "2018-02-30", "table.no_such_day", None),
        ("starts", "осенью", "table.wrong_date", None),
        ("people", "12 411", "table.number_grouped", "12411"),
        ("people", "12\u202f411", "table.number_grouped", "12411"),
        ("people", "12,411", "table.number_grouped", "12411"),
        ("people", "'120", "table.number_as_text", "120"),
        ("people", '"120"', "table.number_as_text", "120"),
        ("people", "1.2E+3", "table.mangled_number", None),
        ("people", "120.0", "table.wrong_integer", "120"),
        ("people", "около 120", "table.wrong_integer", None),
        ("share", "2,5", "table.decimal_comma", "2.5"),
        ("share", "1,500", "table.decimal_comma", None),  # one and a half, or fifteen hundred
        ("share", "12 411.5", "table.number_grouped", "12411.5"),
        ("place", "4.1702E+13", "table.mangled_number", None),
        ("place", "4,1702E+13", "table.mangled_number", None),
        ("place", "'41702000000000", "table.number_as_text", "41702000000000"),
        ("place", "kg02000000000", "table.wrong_place", "KG02000000000"),
        ("place", "КG02 000 000 000", "table.wrong_place", "KG02000000000"),  # the first letter is Cyrillic
        ("place", "Нарын", "table.wrong_place", None),
        ("is_open", "да", "table.wrong_boolean", "yes"),
        ("is_open", "Yes", "table.wrong_boolean", "yes"),
        ("counted", "haeds", "table.unknown_choice", "heads"),
        ("counted", "xyz", "table.unknown_choice", None),
        ("name_ky", "Тоӊ", "table.wrong_letter", "Тоң"),
        ("topics", "labour; child marriage!", "table.wrong_slug", "marriage"),
        ("id", "main square", "table.wrong_slug", "main-square"),
        ("phone", "ring me", "table.wrong_phone", None),
        ("source", "24.kg/english", "table.wrong_url", "https://24.kg/english"),
        ("name_ru", "", "table.text_missing", None),
        ("id", "", "table.required", None),
    ],
)
def test_a_fault_says_where_it_is_and_what_was_meant(column, typed, code, better):
    finding = only(read(row(**{column: typed})))
    assert (finding.level, finding.file, finding.row, finding.column) == ("error", "venues.csv", 2, column)
    assert finding.code == code
    assert finding.params.get("better") == better
    assert finding.value == (typed or None)


def test_a_formula_is_a_warning():
    assert only(read(row(note="=1+1"))).level == "warning"


def test_a_missing_text_says_the_language():
    assert only(read(row(name_ky=""))).params == {"language": "ky"}


def test_all_faults_are_told_at_once_in_the_order_of_rows():
    broken = "b,Б,Б,B,KG1,10.09.2018,1 0,x,maybe,haeds,,,,\n"
    findings = read(f"{HEADER}\n{GOOD}{broken}{broken}").findings
    assert [finding.row for finding in findings] == sorted(f.row for f in findings)
    per_row = {"table.wrong_date", "table.number_grouped", "table.wrong_decimal", "table.wrong_boolean"}
    assert per_row <= {finding.code for finding in findings if finding.row == 3}
    assert per_row | {"table.duplicate_id"} <= {finding.code for finding in findings if finding.row == 4}


def test_a_duplicate_is_told_at_its_later_row():
    finding = only(read(f"{HEADER}\n{GOOD}\n{GOOD}"))  # the blank row counts
    assert (finding.code, finding.row, finding.column) == ("table.duplicate_id", 4, "id")
    assert finding.params == {"first": "2"}


def test_a_row_keeps_its_number_behind_a_cell_of_two_lines():
    another = GOOD.replace("120", "12 0").replace("square", "b")
    findings = read(f'{HEADER}\n{GOOD[:-1]}"one\ntwo"\n{another}').findings
    assert [finding.row for finding in findings] == [3]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1251", "Windows-1251"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
)
def test_a_wrong_encoding_is_named_and_the_rest_still_read(encoding, name):
    text = f"{HEADER}\n{GOOD.replace('120', '12 0')}"
    encoding_finding, number = read(text.encode(encoding)).findings
    assert (encoding_finding.code, encoding_finding.params) == ("table.encoding", {"found": name})
    assert number.code == "table.number_grouped"


def test_a_damaged_letter_says_its_row():
    data = f"{HEADER}\n{GOOD}".encode().replace("щ".encode(), b"\xff")
    finding = only(read(data))
    assert (finding.params, finding.row) == ({"found": "damaged UTF-8"}, 2)


def test_a_byte_order_mark_is_tolerated():
    assert read(b"\xef\xbb\xbf" + f"{HEADER}\n{GOOD}".encode()).findings == ()


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_file_with_another_separator_is_named_and_read(separator):
    text = f"{HEADER}\n{GOOD}".replace(",", separator)
    table = read(text)
    assert only(table).code == "table.separator"
    assert table.rows[0]["people"] == 120


@pytest.mark.parametrize("nothing", [b"", b"\n", b"\xef\xbb\xbf", b",,,\n", b"\0\0"])
def test_an_empty_file_says_so(nothing):
    assert only(read(nothing)).code == "table.empty"


def test_nul_bytes_are_told_with_their_row():
    assert only(read(f"{HEADER}\n{GOOD[:-1]}\0\n")).row == 2


def test_columns_missing_unknown_and_twice():
    header = HEADER.replace("name_en", "naem_en").replace("note", "id")
    findings = {(finding.code, finding.column): finding for finding in read(f"{header}\n{GOOD}").findings}
    assert findings["table.column_unknown", "naem_en"].params == {"better": "name_en"}
    assert ("table.column_missing", "name_en") in findings
    assert ("table.column_twice", "id") in findings
    assert all(finding.row == 1 for finding in findings.values())


def test_a_row_longer_than_the_header():
    finding = only(read(f"{HEADER}\n{GOOD[:-1]},too,much\n"))
    assert (finding.code, finding.row) == ("table.row_too_long", 2)


def test_empty_cells_at_the_end_of_a_row_do_not_hurt():
    assert read(f"{HEADER}\n{GOOD[:-1]},,,\n").findings == ()


def test_a_quotation_mark_too_few_does_not_swallow_the_rest_in_silence():
    finding = only(read(f'{HEADER}\n{GOOD}b,"Аянт,Площадь\n{GOOD}'))
    assert (finding.code, finding.row) == ("table.broken_quotes", 3)


def test_reading_and_writing_gives_the_same_bytes():
    data = f"{HEADER}\n{GOOD}".encode()
    table = read(data)
    assert write_table(SPEC, LANGUAGES, table.rows) == data
    assert write_table(SPEC, LANGUAGES, [row.cells for row in table.rows]) == data


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"people": "-1"}, "table.number_out_of_range"),
        ({"people": "2147483648"}, "table.number_out_of_range"),
        ({"people": "9" * 5000}, "table.number_out_of_range"),
        ({"share": "-0.5"}, "table.number_out_of_range"),
        ({"share": "0.125"}, "table.number_too_fine"),
        ({"id": "x" * 51}, "table.too_long"),
        ({"note": "x" * 301}, "table.too_long"),
        ({"name_ky": "Аянт\u200b"}, "table.hidden_sign"),
        ({"name_ky": "\ufeffАянт"}, "table.hidden_sign"),
        ({"starts": "4.1702E+13"}, "table.mangled_number"),
        ({"is_open": "4.1702e13"}, "table.mangled_number"),
        ({"source": "4.1702E+13"}, "table.mangled_number"),
    ],
)
def test_what_cannot_be_kept_is_told_before_it_is_loaded(cells, code):
    finding = only(read(row(**cells)))
    assert (finding.code, finding.level, finding.row, finding.column) == (code, "error", 2, next(iter(cells)))


def test_a_damage_behind_a_text_of_two_lines_says_the_row_of_a_spreadsheet():
    two_lines = row(name_en="Square\nor park")
    assert (
        only(read(two_lines + GOOD.replace("square", "s2").replace("Square", "Squ\0are").encode())).row == 3
    )


letters = st.characters(
    codec="utf-8", exclude_characters="\0ӊӉ=\r\ufeff\u200b\u00ad", exclude_categories=("Cc",)
)
words = st.text(letters, min_size=1).map(str.strip).filter(bool)


@given(st.lists(st.tuples(words, st.dates(), st.integers(0, 2_147_483_647), st.booleans()), max_size=5))
def test_whatever_is_written_is_read_back(values):
    rows = [
        {
            "id": f"r{n}",
            "name": {"ky": f"x{word}", "ru": "y", "en": "z"},
            "starts": day,
            "people": people,
            "is_open": x,
        }
        for n, (word, day, people, x) in enumerate(values)
    ]
    data = write_table(SPEC, LANGUAGES, rows)
    table = read_table(data, SPEC, LANGUAGES)
    assert table.findings == ()
    assert [{key: row.cells[key] for key in rows[0]} for row in table.rows] == rows
    assert write_table(SPEC, LANGUAGES, table.rows, header=table.header) == data


@given(st.binary(max_size=300))
def test_no_bytes_whatever_raise(data):
    read(data)
    read(f"{HEADER}\n".encode() + data)
