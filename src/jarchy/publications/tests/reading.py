"""The files as those read them who get them: libhxl, a calendar, JSON."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import hxl

from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import Actor, house
from jarchy.ledger.rules import Sight
from jarchy.publications.five_w import five_w, five_w_csv, five_w_xlsx
from jarchy.publications.public_json import public_json

HOUSE = house("test")


@dataclass
class Read:
    """A table as libhxl gives it: its tags in order, its rows by tag."""

    tags: list[str]
    headers: list[str]
    rows: list[dict[str, str]]

    @property
    def reached(self) -> int:
        """The sum of #reached; each of its cells is a whole number or nothing."""
        assert all(row["#reached"] == "" or row["#reached"].isdigit() for row in self.rows)
        return sum(int(row["#reached"] or 0) for row in self.rows)


def read(content: bytes) -> Read:
    source = hxl.data(hxl.make_input(io.BytesIO(content), hxl.InputOptions(allow_local=True)))
    tags = [column.display_tag for column in source.columns]
    rows = [dict(zip(tags, map(str, row.values), strict=False)) for row in source]
    return Read(tags, [column.header for column in source.columns], rows)


def written_csv(edition: Edition, sight: Sight, language: str = "en", actor: Actor = HOUSE) -> str:
    return "".join(five_w_csv(five_w(edition, language, sight=sight, actor=actor)))


def read_csv(edition: Edition, sight: Sight, language: str = "en", actor: Actor = HOUSE) -> Read:
    return read(written_csv(edition, sight, language, actor).encode())


def read_xlsx(edition: Edition, sight: Sight, language: str = "en", actor: Actor = HOUSE) -> Read:
    out = io.BytesIO()
    five_w_xlsx(five_w(edition, language, sight=sight, actor=actor), out)
    return read(out.getvalue())


def read_json(edition: Edition) -> dict:
    return json.loads("".join(public_json(edition)))
