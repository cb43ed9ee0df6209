"""Where something that people did not like or were afraid of goes: to the safeguarding person, and to nobody else.

takers   filled in project/joints.py: each gets the call whose check says so, in the transaction that keeps the check

No page of calls, no sum and no audit line says it. Whoever builds her list asks `calls_of_concern` and narrows it to
her places; what was said stands nowhere: the form asks for no details, and tells the caller to ring her the same day.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Call

takers: list[Callable[[Call], object]] = []


def calls_of_concern(edition: Edition) -> QuerySet[Call]:
    """Calls in which it was said, the latest first; their reports and places come with them."""
    rows = Call.objects.filter(edition=edition, concern=True)
    return rows.select_related("drawn__report__place", "drawn__draw__region").order_by("-checked_on", "-pk")
