"""Two reviewers confirm at the same moment: one chain, no gap, nothing lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jarchy.ledger import actions
from jarchy.ledger.models import Entry
from jarchy.ledger.queries import figure
from jarchy.ledger.rules import Sight
from jarchy.ledger.tests import cast


@pytest.mark.django_db(transaction=True)
def test_reviewers_who_confirm_at_once_make_one_chain():
    if connection.vendor == "sqlite":
        pytest.skip(
            "a test's SQLite lies in memory and has one writer: BEGIN IMMEDIATE makes the others wait"
        )
    cast.make_territory()
    edition = cast.make_edition()

    def confirm(number: int) -> None:
        try:
            for _ in range(5):
                cast.post(edition, cast.report(10 + number), cast.report(20))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as reviewers:
        list(reviewers.map(confirm, range(4)))
    assert list(Entry.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 41))
    assert figure(edition, "attendances", sight=Sight.EXACT).value == 5 * (10 + 11 + 12 + 13) + 20 * 20
    assert actions.verify(edition) == []
