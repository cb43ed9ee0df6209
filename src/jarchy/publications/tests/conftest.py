"""What was held in the tiny campaign, posted as confirmed reports are."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from jarchy.ledger.rules import NewEntry
from jarchy.ledger.tests import cast as journal
from tests.tiny import AGENCY, KARA_SUU, YOUTH_NARYN

MONDAY = date(2018, 10, 8)  # the first after the tiny campaign's today
held = partial(journal.report, at=KARA_SUU, on=date(2018, 10, 3), host=YOUTH_NARYN, kind="theatre")


@pytest.fixture
def full(edition):
    """Open and closed ones, one held together, one before the start, until Monday's midnight; one more today."""
    journal.post(edition, *what_was_held())
    journal.let_days_pass(edition, MONDAY)
    journal.post(edition, held(29, on=date(2018, 10, 7), host=AGENCY))
    return edition


def what_was_held() -> list[NewEntry]:
    return [
        held(57, women=31, ages={(14, 17): 20, (29, None): 7}),
        held(40, host=AGENCY, with_host=YOUTH_NARYN),
        held(23, is_open=False, kind="talk"),
        held(4, is_open=False, kind="talk", topics=("migration",)),
        held(90, on=date(2018, 8, 20), phase="preparation_"),
    ]
