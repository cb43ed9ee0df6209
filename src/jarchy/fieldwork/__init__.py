"""Activities planned and held, and the reports of them: from a volunteer's phone to confirmed figures.

Main rows: Activity (planned), Report (held) with its versions, Finding (please look).
Way in: the work plan (folder.py), submissions of the activity report (actions.receive_reports).
Way out: ledger postings, made by actions.confirm_report in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jarchy.charter.models import Edition
    from jarchy.foundation.narrowing import Actor

# Lines of other rooms under “Decide today”: (sentence, address) each; filled in project/joints.py.
decide: list[Callable[[Edition, Actor], list[tuple[str, str]]]] = []
