"""XLSForm workbooks compiled to XForms and read. pyxform does the work; what it leaves out is refused here, cell by
cell."""

import io
import re
import warnings as python_warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from jarchy.xforms.finding import Finding, FormRefused
from jarchy.xforms.form import Form
from jarchy.xforms.hardened import parse_xml
from jarchy.xforms.namespaces import XF, tag
from jarchy.xforms.reading import read_whole
from jarchy.xforms.rows import Whereabouts, whereabouts

XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
"""A form of 485 questions has 3 MB; a few kB can be made to unpack to as many GB."""
MOST_EMPTY_ROWS = 60
"""As many as pyxform reads on through."""
_SHEETS = frozenset(("survey", "choices", "settings"))
_ROW = re.compile(r"\[row ?: ?(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|external_choices|entities|osm)' sheet")

Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """`where` its questions stand in the workbook."""

    xml: bytes
    warnings: tuple[Finding, ...]
    where: Whereabouts = field(default_factory=Whereabouts)


@dataclass(frozen=True, slots=True)
class LoadedForm:
    """A workbook as far as it can be brought; `warnings` are pyxform's and ours, with sheet and row."""

    xml: bytes
    program: dict[str, Any]
    form: Form
    warnings: tuple[Finding, ...]


def load_workbook(workbook: bytes, *, form_id: str = "") -> LoadedForm:
    """Compiled and read. Raises FormRefused with all faults found, each with its sheet and row where it has one."""
    compiled = compile_workbook(workbook, form_id=form_id)
    try:
        program, form = read_whole(compiled.xml)
    except FormRefused as refused:
        raise FormRefused(tuple(map(compiled.where.placed, refused.findings))) from None
    return LoadedForm(
        compiled.xml, program, form, (*compiled.warnings, *map(compiled.where.placed, form.warnings))
    )


def compile_workbook(workbook: bytes, *, form_id: str = "") -> CompiledForm:
    """The XForm of an XLSForm workbook (.xlsx or .xls, told apart by their first bytes, never by a name).

    `form_id` replaces the workbook's own, so that two editions can live on one server. Raises FormRefused with all
    faults found, each with sheet, row and column. A form of 485 questions takes 0.9 s: not inside a request.
    """
    if len(workbook) > LARGEST:
        raise FormRefused((Finding("workbook_too_large", reason=f"more than {LARGEST} bytes"),))
    kind = _kind(workbook)
    tables = _read(workbook, kind)
    if faults := tuple(_faults(tables)):
        raise FormRefused(faults)
    xml, warned = _compiled(workbook, kind, tables)
    where = whereabouts(tables["survey"], tables.get("settings", []), _letter)
    return CompiledForm(renamed(xml, form_id) if form_id else xml, warned, where)


def _kind(workbook: bytes) -> str:
    if workbook.startswith(XLSX):
        return "xlsx"
    if workbook.startswith(XLS):
        return "xls"
    raise FormRefused((Finding("not_a_workbook", reason="neither .xlsx nor .xls, by its first bytes"),))


def _read(workbook: bytes, kind: str) -> dict[str, Table]:
    """The cells of each sheet as texts, by the sheet's name in small letters."""
    try:
        return _read_xlsx(workbook) if kind == "xlsx" else _read_xls(workbook)
    except Exception as error:  # openpyxl and xlrd raise whatever a broken file makes them stumble over
        raise FormRefused(
            (Finding("workbook_broken", reason=f"the workbook cannot be opened: {error}"),)
        ) from None


def unpacked_bytes(workbook: bytes) -> int:
    """How large an .xlsx says that it is unpacked; more than that is never read of it. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return sum(part.file_size for part in packed.infolist())


def _read_xlsx(workbook: bytes) -> dict[str, Table]:
    import openpyxl  # noqa: PLC0415 -- 0.13 s to import, and only whoever uploads a form needs it

    if unpacked_bytes(workbook) > LARGEST_UNPACKED:
        raise ValueError(f"it unpacks to more than {LARGEST_UNPACKED} bytes")
    with python_warnings.catch_warnings():
        python_warnings.simplefilter(
            "ignore", UserWarning
        )  # extensions of Excel that do not concern the cells
        book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=True)
        names = {sheet.title: sheet.title.strip().lower() for sheet in book.worksheets}
        return {name: _table(_xlsx_rows(book[title])) for title, name in names.items() if name in _SHEETS}


def _xlsx_rows(sheet: Any) -> Iterator[Sequence[object]]:
    """The rows of a sheet, as wide as its header: some are formatted to their last column, the 16,384th."""
    header = next(sheet.iter_rows(max_row=1, values_only=True), ())
    width = max((place for place, cell in enumerate(header, 1) if cell not in (None, "")), default=1)
    yield from sheet.iter_rows(max_col=width, values_only=True)


def _read_xls(workbook: bytes) -> dict[str, Table]:
    import xlrd  # noqa: PLC0415 -- only for old binary workbooks; pyxform brings it

    book = xlrd.open_workbook(file_contents=workbook)
    names = {sheet.name.strip().lower(): sheet for sheet in book.sheets()}
    return {
        name: _table(sheet.row_values(row) for row in range(sheet.nrows))
        for name, sheet in names.items()
        if name in _SHEETS
    }


def _table(rows: Iterable[Sequence[object]]) -> Table:
    """The rows as texts, up to where sixty are empty: a sheet may be formatted to its millionth row."""
    table: Table = []
    empty = 0
    for row in rows:
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        empty = 0 if any(cells) else empty + 1
        if empty == MOST_EMPTY_ROWS:
            break
        table.append(cells)
    return table


def _faults(tables: dict[str, Table]) -> Iterator[Finding]:
    if "survey" not in tables:
        yield Finding("no_survey", sheet="survey", reason="there is no sheet named survey")
        return
    for sheet in ("survey", "choices", "settings"):
        if rows := tables.get(sheet):
            yield from _duplicate_columns(sheet, rows[0])
    yield from _calculations(tables["survey"])


def _duplicate_columns(sheet: str, header: list[str]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for place, name in enumerate(header):
        key = name.lower().replace(" ", "")
        if key and key in seen:
            reason = f"stands in column {_letter(seen[key])} already"
            yield Finding(
                "duplicate_column", value=name, sheet=sheet, row=1, column=_letter(place), reason=reason
            )
        seen.setdefault(key, place)


def _calculations(rows: Table) -> Iterator[Finding]:
    """A calculate without a calculation: pyxform names the row, but stops at the first and knows no column."""
    header = [name.lower().strip() for name in rows[0]] if rows else []
    if "type" not in header:
        return
    kind = header.index("type")
    columns = [
        place for place, name in enumerate(header) if name in ("calculation", "bind::calculate", "calculate")
    ]
    triggers = [place for place, name in enumerate(header) if name in ("trigger", "default")]
    for number, row in enumerate(rows[1:], 2):
        if len(row) > kind and row[kind].lower() == "calculate":
            said = [row[place] for place in columns + triggers if place < len(row)]
            if not any(said):
                column = _letter(columns[0]) if columns else ""
                name = row[header.index("name")] if "name" in header else ""
                yield Finding(
                    "no_calculation", value=name, sheet="survey", row=number, column=column,
                    reason="a calculate needs a calculation",
                )  # fmt: skip


def _letter(place: int) -> str:
    """The column's letters as the spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _compiled(workbook: bytes, kind: str, tables: dict[str, Table]) -> tuple[bytes, tuple[Finding, ...]]:
    from pyxform.errors import PyXFormError  # noqa: PLC0415 -- 0.3 s to import, as below
    from pyxform.xls2xform import convert  # noqa: PLC0415

    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            made = convert(
                xlsform=io.BytesIO(workbook), validate=False, pretty_print=False, file_type=f".{kind}"
            )
    except PyXFormError as error:
        raise FormRefused(tuple(_said(str(error), "refused", tables))) from None
    except (
        Exception
    ) as error:  # pyxform stumbles over some workbooks in other ways; that is a fault of the workbook
        raise FormRefused((Finding("refused", reason=f"{type(error).__name__}: {error}"),)) from None
    warned = tuple(found for text in made.warnings for found in _said(text, "warning", tables))
    return made.xform.encode(), warned


def _said(text: str, code: str, tables: dict[str, Table]) -> Iterator[Finding]:
    """What pyxform said, a finding for each line that names a row."""
    row, sheet = _ROW.search(text), _SHEET.search(text)
    where = sheet[1] if sheet else "survey" if row else ""
    column = next((name for name in _columns(tables.get(where, [])) if f"'{name}'" in text), "")
    letter = _letter([cell.lower() for cell in tables[where][0]].index(column)) if column else ""
    yield Finding(
        code, sheet=where, row=int(row[1]) if row else None, column=letter, reason=_ROW.sub("", text).strip()
    )


def _columns(rows: Table) -> list[str]:
    return [cell.lower() for cell in rows[0] if cell] if rows else []


def renamed(xml: bytes, form_id: str, *, version: str = "") -> bytes:
    """The XForm under another id, and in this version where one is given."""
    root = parse_xml(xml)
    primary = root.find(f".//{tag(XF, 'model')}/{tag(XF, 'instance')}/*")
    assert primary is not None
    primary.set("id", form_id)
    if version:
        primary.set("version", version)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
