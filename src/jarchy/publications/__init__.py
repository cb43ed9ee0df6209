"""Publications: documents made of figures: sheets as PDF and for Word; 5W, calendar, JSON.

Rows: Publication (a document kept by its hash, with its figures), Bundle (many asked for at once, as one zip).
Way in: actions.make_document (a kind, whose eyes, a language); `jarchy publications`; /office/<edition>/documents/.
Way out: a file, and /<language>/<edition>/documents/<uuid>/ where it opens to its figures. Numbers come from
ledger.queries; what rooms beside know comes through `tables` and `office`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

# What stands in a table, row by row: "5w" (edition, sight=, position=, actor=), "coming" (edition). Rows are read by
# their attributes (fieldwork.queries.five_w.FiveWRow and ComingRow). Filled in project/joints.py.
tables: dict[str, Callable[..., Iterator[Any]]] = {}

# What documents for official use say of the field, each (edition, actor): "plans" (place=, organisation=), "silent",
# "waiting"; read by their attributes (fieldwork.queries.on_paper). Filled in project/joints.py.
office: dict[str, Callable[..., Any]] = {}

# A sentence that any document may say, at either door, "" for none: "checks" (edition), in the language that is on.
sentences: dict[str, Callable[[Any], str]] = {}

# What public.json says besides, under these keys: each (edition), values as JSON has them. Filled in project/joints.py.
public: dict[str, Callable[[Any], object]] = {}
