"""A document as PDF/A-2a and PDF/UA-1, a picture as PNG: by typst, in Noto Sans, which lies beside this file.

The same document gives the same bytes: its moment is the document's own.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst

from jarchy.formats.documents import Document

FONTS = Path(__file__).parent / "fonts"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
_one_at_a_time = Lock()  # the compiler is kept: its fonts are read once, and it is no two threads' at a time


def pdf(document: Document) -> bytes:
    """The file. Raises typst.TypstError for a document that breaks the standards, as a picture without `alt` does."""
    said = json.dumps(_said(document), ensure_ascii=False)
    return _compiled(
        _template(),
        {"said": said},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=int(document.made_at.timestamp()),
    )


def png(svg: str, *, width: float, height: float, ppi: int = 200) -> bytes:
    """A drawing on white; its size in millimetres, its letters in our font."""
    source = (
        f"#set page(width: {width}mm, height: {height}mm, margin: 0mm, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)'
    )
    return _compiled(source.encode(), {"svg": svg}, format="png", ppi=ppi)


@lru_cache(maxsize=64)
def kept_png(svg: str, *, width: int, height: int, ppi: int) -> bytes:
    """The same for a drawing that many ask for: made once as long as it is asked for."""
    return png(svg, width=width, height=height, ppi=ppi)


def qr_svg(address: str) -> str:
    """The address as a QR code with its quiet zone, black on white."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, light="#fff")
    return out.getvalue().decode()


def _said(document: Document) -> dict[str, Any]:
    said = asdict(document) | {"made_at": document.made_at.isoformat(), "author": document.campaign}
    said["blocks"] = [{"is": type(block).__name__} | asdict(block) for block in document.blocks]
    return said | {"qr": qr_svg(document.address)}


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "sheet.typ").read_bytes()


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def _compiled(source: bytes, inputs: dict[str, str], **options: Any) -> bytes:
    with _one_at_a_time:
        made = _compiler().compile(source, sys_inputs=inputs, **options)
    if not isinstance(made, bytes):
        raise ValueError("one file was asked for, and typst made none or several")
    return made
