"""One model of a document on paper, for both writers (docx, pdf): what stands on it, in the order of reading.

Every word is ready to be read: numbers are written, names translated. No colour, no size: writers know those.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Fact:
    """A number that is read from two metres away; `more` is one short line below its label."""

    number: str
    label: str
    more: str = ""


@dataclass(frozen=True)
class Facts:
    """At most four, side by side."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    """`caption` is for who cannot see it. The first column names the row; `is_number` says which are aligned right.

    `has_total`: the last row is what the others add up to. `is_blank`: to be written in by hand. Raises ValueError for
    a row of another width.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_number: tuple[bool, ...]
    has_total: bool = False
    is_blank: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in (*self.rows, self.is_number)):
            raise ValueError(f"the table “{self.caption}” has a row that is not {len(self.columns)} wide")


@dataclass(frozen=True)
class Listed:
    """Lines of equal weight: `term` in bold, then what is said of it."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """A drawing without script, style sheet or outside address; `alt` says what it shows. Millimetres on paper."""

    svg: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Words:
    """A paragraph of its own, as large as the rest."""

    text: str


@dataclass(frozen=True)
class Note:
    """Small print that belongs to what stands above it."""

    text: str


@dataclass(frozen=True)
class Logo:
    """A drawing at the foot of every page, in tenths of millimetres; `clear` is kept empty beside it."""

    svg: str
    alt: str
    width: int
    height: int
    clear: int


Block: TypeAlias = Heading | Facts | Table | Listed | Picture | Words | Note


@dataclass(frozen=True)
class Document:
    """`marks` are said on every page (an example, for official use). `address` is what its QR code opens. `logos` stand
    side by side at the foot of every page, above `sentence`: who pays."""

    language: str
    campaign: str
    title: str
    under: tuple[str, ...]
    blocks: tuple[Block, ...]
    address: str
    opens: str
    made_at: datetime
    marks: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    sentence: str = ""
    logos: tuple[Logo, ...] = ()
    one_page: bool = True
