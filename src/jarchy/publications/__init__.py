"""Publications: documents made of figures; for now downloads: 5W with HXL tags, a calendar, everything public as JSON.

Rows: none of its own; numbers come from ledger.queries, activities through `tables`.
Way in: an edition, a language and whose eyes; `jarchy publications export`; /<language>/<edition>/5w.csv and others.
Way out: five_w.py, coming.py, public_json.py: each a function that knows no request and gives the file in pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

# What stands in a table, row by row: "5w" (edition, sight=, position=, actor=), "coming" (edition). Rows are read by
# their attributes (fieldwork.queries.five_w.FiveWRow and ComingRow). Filled in project/joints.py.
tables: dict[str, Callable[..., Iterator[Any]]] = {}
