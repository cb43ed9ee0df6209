"""The same document as PDF and for Word: what is said stands in both, and nothing that is said is run."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import typst
from docx import Document as open_docx
from PIL import Image

from jarchy.formats.documents import Document, Fact, Facts, Heading, Listed, Note, Picture, Table
from jarchy.formats.docx import docx
from jarchy.formats.pdf import FONTS, pdf, png

BARS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 30" font-family="Noto Sans">'
    '<rect width="40" height="20" fill="#1d688a"/><text x="5" y="12" font-size="8">ң ө ү</text></svg>'
)
SHEET = Document(
    language="ky",
    campaign="Өнөктүк",
    title="Маалымкат",
    under=("2018-ж., 5-ноябрь",),
    address="https://campaign.example.org/ky/kg-2018/documents/0/",
    opens="Сандарын ачат",
    made_at=datetime(2018, 11, 5, tzinfo=UTC),
    marks=("Кызматтык пайдалануу үчүн",),
    foot=("Агенттик",),
    blocks=(
        Facts((Fact("12\u202f411", "Катышуулар", "максат 15\u202f000"), Fact("337", "Иш-чаралар"))),
        Heading("Жалпысы"),
        Table(
            "Сандар", ("Облус", "Саны"), (("Ысык-Көл", "34"), ("Баары", "343")), (False, True), has_total=True
        ),
        Table("Чечимдер", ("Эмне", "Ким"), (("1.", ""),), (False, False), is_blank=True),
        Listed((("Сөз", "маани"), ("", "ң ө ү Ң Ө Ү"))),
        Picture(BARS, "Иш-чаралар, жумалар боюнча", 120, 30),
        Note("–: жок"),
    ),
)
EVIL = '#panic("run") $x$ *b* _i_ @ref <label> \\ "quoted" \' {{ }} & <script>'


def words_of_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode() + archive.read("word/footer1.xml").decode()
    return re.sub(r"<[^>]+>", " ", xml)


def pages_of(data: bytes) -> int:
    """Pages are dictionaries of their own; typst packs them, so the count stands in the root of the tree."""
    return max(int(n) for n in re.findall(rb"/Count (\d+)", data))


def test_a_pdf_keeps_both_standards_and_says_its_language():
    data = pdf(SHEET)
    assert data.startswith(b"%PDF-1.7")
    for mark in (b"<pdfaid:part>2", b"<pdfaid:conformance>A", b"<pdfuaid:part>1", b"/Lang(ky)"):
        assert mark in data, mark


def test_the_same_document_gives_the_same_pdf():
    assert pdf(SHEET) == pdf(SHEET)


def test_only_our_letters_are_in_it():
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    assert fonts.families() == ["Noto Sans"]
    assert b"NotoSans" in pdf(SHEET)
    assert (FONTS / "OFL.txt").exists()


def test_what_is_said_is_never_run():
    evil = replace(SHEET, title=EVIL, blocks=(Listed(((EVIL, EVIL),)), Note(EVIL)))
    assert pdf(evil)
    assert "panic" in words_of_docx(docx(evil))


def test_a_picture_without_words_is_refused_by_the_standard():
    silent = replace(SHEET, blocks=(Picture(BARS, "", 120, 30),))
    with pytest.raises(typst.TypstError, match="missing alt text"):
        pdf(silent)


def test_long_words_grow_smaller_until_one_page_holds_them():
    line = ("Сөз", "бир нече узун сөз " * 12)
    long = replace(SHEET, blocks=(*SHEET.blocks, Listed((line,) * 22)))
    assert pages_of(pdf(long)) == 1
    assert pages_of(pdf(replace(long, one_page=False))) > 1


def test_word_gets_every_word_in_order():
    said = words_of_docx(docx(SHEET))
    expected = ["Өнөктүк", "Маалымкат", "Кызматтык пайдалануу үчүн", "12\u202f411", "Жалпысы", "Ысык-Көл", "343",
                "ң ө ү Ң Ө Ү", "–: жок"]  # fmt: skip
    places = [said.index(word) for word in expected]
    assert places == sorted(places)


def test_word_knows_headings_header_rows_pictures_and_the_language():
    paper = open_docx(io.BytesIO(docx(SHEET)))
    styles = {one.style.name: one.text for one in paper.paragraphs if one.text}
    assert styles["Heading 1"] == "Жалпысы"
    xml = paper.element.xml
    assert xml.count("w:tblHeader") == 2
    assert 'descr="Иш-чаралар, жумалар боюнча"' in xml
    assert paper.core_properties.title == "Маалымкат"
    assert 'w:val="ky-KG"' in paper.styles.element.xml


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="not 2 wide"):
        Table("x", ("a", "b"), (("1",),), (False, True))


def test_a_picture_becomes_a_png_of_its_size():
    picture = Image.open(io.BytesIO(png(BARS, width=120, height=30)))
    assert picture.format == "PNG"
    assert picture.width == round(picture.height * 4) or abs(picture.width - picture.height * 4) <= 4
