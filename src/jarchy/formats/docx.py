"""A document for Word: plain styles that people go on editing, A4, Arial (which has ң ө ү on every machine)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC
from typing import Any, get_args

import segno
from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from jarchy.formats.documents import Block, Document, Facts, Heading, Listed, Note, Picture, Table, Words
from jarchy.formats.pdf import png

FONT = "Arial"
DEEP, QUIET = RGBColor(0x0C, 0x34, 0x41), RGBColor(0x48, 0x59, 0x5F)
LAKE, SEAM, WASH = "0A566E", "CDD3CB", "EEF1EA"
WIDTH = 178  # millimetres between the margins
PLACES = {"ky": "ky-KG", "ru": "ru-RU", "en": "en-GB", "uz": "uz-Latn-UZ"}


def docx(document: Document) -> bytes:
    """The file. It carries the clock in its zip: two of the same document differ in bytes."""
    paper: Any = new_document()
    _page(paper, document)
    _styles(paper, document)
    _properties(paper, document)
    _head(paper, document)
    for block in document.blocks:
        _WRITERS[type(block)](paper, block)
    _foot(paper, document)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


# --- the paper


def _page(paper, document: Document) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(12), Mm(14)
    section.header_distance, section.footer_distance = Mm(6), Mm(7)


def _styles(paper, document: Document) -> None:
    """One font in every style, the language in which spelling is checked, and tight paragraphs."""
    size = 8.5 if document.one_page else 9.5
    for name, points, is_bold, color in (
        ("Normal", size, False, None), ("Title", 15, True, DEEP), ("Heading 1", size + 0.5, True, DEEP),
    ):  # fmt: skip
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(points), is_bold
        if color is not None:
            style.font.color.rgb = color
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(slot), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_before = Pt(6 if name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(1.5)
        style.paragraph_format.line_spacing = 1.0
    for border in paper.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), PLACES.get(document.language, document.language))
    paper.styles["Normal"].element.get_or_add_rPr().append(language)


def _properties(paper, document: Document) -> None:
    said = paper.core_properties
    said.title, said.author, said.subject = document.title, document.campaign, " ".join(document.under)
    said.language, said.comments, said.keywords = document.language, document.address, ""
    said.created = said.modified = document.made_at.astimezone(UTC).replace(tzinfo=None)
    said.last_modified_by, said.revision = "Jarchy", 1


# --- what stands at the head and the foot


def _head(paper, document: Document) -> None:
    grid = _grid(paper, [WIDTH - 27, 27])
    left, right = grid.rows[0].cells
    _write(left.paragraphs[0], document.campaign, color=QUIET)
    left.add_paragraph(document.title, style="Title")
    for line in document.under:
        left.add_paragraph(line)
    if document.marks:
        said = left.add_paragraph()
        _write(said, " · ".join(document.marks), is_bold=True, color=DEEP)
        _shade(said, WASH)
    code = right.paragraphs[0]
    code.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    drawn = code.add_run().add_picture(_qr_png(document.address), width=Mm(23))
    _describe(drawn, f"{document.opens} {document.address}")
    opens = right.add_paragraph()
    opens.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _link(opens, document.opens, document.address, points=6)


def _foot(paper, document: Document) -> None:
    line = paper.sections[0].footer.paragraphs[0]
    if document.logos:
        _logos(line, document)
        line = paper.sections[0].footer.add_paragraph()
    if document.sentence:
        _write(line, document.sentence, points=7.5)
        line = paper.sections[0].footer.add_paragraph()
    _write(line, " · ".join((*document.foot, *document.marks)), points=6.5, color=QUIET)


def _logos(line, document: Document) -> None:
    """Side by side in their order; what is kept empty beside one is written as the spacing of a blank."""
    line.paragraph_format.space_after = Pt(3)
    before = 0
    for n, one in enumerate(document.logos):
        if n:
            blank = line.add_run("\u00a0")
            blank.font.size = Pt(1)
            twips = Mm(max(before, one.clear) / 10).twips
            spacing = OxmlElement("w:spacing")
            spacing.set(qn("w:val"), str(twips))
            blank._r.get_or_add_rPr().append(spacing)
        width, height = one.width / 10, one.height / 10
        picture = io.BytesIO(png(one.svg, width=width, height=height, ppi=300))
        _describe(line.add_run().add_picture(picture, width=Mm(width), height=Mm(height)), one.alt)
        before = one.clear


def _qr_png(address: str) -> io.BytesIO:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    out.seek(0)
    return out


# --- blocks


def _heading(paper, block: Heading) -> None:
    paper.add_paragraph(block.text, style="Heading 1")


def _facts(paper, block: Facts) -> None:
    _gap(paper)
    grid = _grid(paper, [WIDTH // len(block.facts)] * len(block.facts))
    for cell, fact in zip(grid.rows[0].cells, block.facts, strict=True):
        _border(cell, top=(12, LAKE))
        _write(cell.paragraphs[0], fact.number, is_bold=True, points=17, color=DEEP)
        _write(cell.add_paragraph(), fact.label, is_bold=True)
        if fact.more:
            _write(cell.add_paragraph(), fact.more, points=7, color=QUIET)


def _table(paper, block: Table) -> None:
    widths = _widths(block)
    grid = paper.add_table(rows=0, cols=len(block.columns))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _columns(grid, widths)
    _describe_table(grid, block.caption)
    _narrow(grid)
    _row(grid, block, block.columns, widths=widths, is_bold=True, color=QUIET, points=7.5, line=(8, LAKE))
    mark = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(mark)
    for number, row in enumerate(block.rows, start=1):
        is_total = block.has_total and number == len(block.rows)
        before_total = block.has_total and number == len(block.rows) - 1
        _row(grid, block, row, widths=widths, is_bold=is_total, line=(6, LAKE) if before_total else (4, SEAM))
        if block.is_blank:
            grid.rows[-1].height = Mm(7)
    _gap(paper)


def _row(grid, block: Table, row, *, widths, is_bold: bool, line, points=None, color=None) -> None:
    cells = grid.add_row().cells
    for cell, text, is_number, width in zip(cells, row, block.is_number, widths, strict=True):
        cell.width = Mm(width)
        _border(cell, bottom=line)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0.7)
        paragraph.paragraph_format.space_before = Pt(0.7)
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(paragraph, text, is_bold=is_bold, points=points, color=color)


def _widths(block: Table) -> list[int]:
    """A column is as wide as its longest cell, and no word of its head is broken; the first takes what is left."""
    if block.is_blank:
        share = WIDTH // (len(block.columns) + 1)
        return [WIDTH - share * (len(block.columns) - 1), *[share] * (len(block.columns) - 1)]
    asked = []
    for n, head in enumerate(block.columns):
        words = [len(word) * 4 // 5 for word in head.split(" ")]  # in smaller letters; days stay together
        letters = max(*words, *(len(row[n]) for row in block.rows), 4)
        asked.append(min(int(1.7 * letters) + 4, 62))
    rest, most = sum(asked[1:]), WIDTH - 30
    if rest > most:
        asked = [asked[0], *(width * most // rest for width in asked[1:])]
    return [WIDTH - sum(asked[1:]), *asked[1:]]


def _listed(paper, block: Listed) -> None:
    for term, words in block.lines:
        line = paper.add_paragraph()
        if term:
            _write(line, f"{term}: " if words else term, is_bold=True)
        _write(line, words)


def _picture(paper, block: Picture) -> None:
    drawing = io.BytesIO(png(block.svg, width=block.width, height=block.height))
    drawn = paper.add_paragraph().add_run().add_picture(drawing, width=Mm(min(block.width, WIDTH - 4)))
    _describe(drawn, block.alt)


def _words(paper, block: Words) -> None:
    line = paper.add_paragraph()
    line.paragraph_format.space_before = Pt(5)
    _write(line, block.text)


def _note(paper, block: Note) -> None:
    _write(paper.add_paragraph(), block.text, points=7, color=QUIET)


_WRITERS: dict[type, Callable[..., None]] = {
    Heading: _heading, Facts: _facts, Table: _table, Listed: _listed, Picture: _picture, Words: _words,
    Note: _note,
}  # fmt: skip
assert set(_WRITERS) == set(get_args(Block))


# --- what python-docx has no word for


def _write(paragraph, text: str, *, is_bold: bool = False, points: float | None = None, color=None) -> None:
    run = paragraph.add_run(text)
    run.bold = is_bold or None
    if points:
        run.font.size = Pt(points)
    if color is not None:
        run.font.color.rgb = color


def _grid(paper, widths: list[int]):
    """A table without lines: for what stands side by side."""
    grid = paper.add_table(rows=1, cols=len(widths))
    grid.autofit = False
    _columns(grid, widths)
    for cell, width in zip(grid.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    return grid


def _narrow(grid) -> None:
    """A millimetre beside what stands in a cell, and no more."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), str(Mm(1).twips))
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    grid._tbl.tblPr.append(margins)


def _gap(paper) -> None:
    """Two tables that touch are one to Word."""
    after = paper.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(4)


def _columns(grid, widths: list[int]) -> None:
    """Word reads the widths of cells, LibreOffice those of the grid."""
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)


def _border(cell, **sides: tuple[int, str]) -> None:
    """Lines of a cell: side -> (eighths of a point, colour)."""
    borders = OxmlElement("w:tcBorders")
    for side, (size, color) in sides.items():
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", color)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _shade(paragraph, color: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{name}"), value)
    paragraph._p.get_or_add_pPr().append(shade)


def _describe(drawn, text: str) -> None:
    drawn._inline.docPr.set("descr", text)


def _describe_table(grid, caption: str) -> None:
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    grid._tbl.tblPr.append(said)


def _link(paragraph, text: str, address: str, *, points: float) -> None:
    outside = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, outside, is_external=True))
    _write(paragraph, text, points=points, color=QUIET)
    link.append(paragraph.runs[-1]._r)
    paragraph._p.append(link)
