"""What is deleted of reports when their edition is archived."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.charter.archiving import Emptying
from jarchy.charter.models import Edition
from jarchy.fieldwork.models import Report, ReportMove


def empty_words(edition: Edition, limit: int) -> int:
    """What reviewers wrote to reporters; the reasons of the list stay."""
    rows = ReportMove.objects.filter(report__edition=edition).exclude(word="").order_by("pk")
    going = list(rows.values_list("pk", flat=True)[:limit])
    ReportMove.objects.filter(pk__in=going).update(word="")
    return len(going)


def say_no_text(edition: Edition, limit: int) -> int:
    """No report has a text any more."""
    rows = Report.objects.filter(edition=edition, has_text=True).order_by("pk")
    going = list(rows.values_list("pk", flat=True)[:limit])
    Report.objects.filter(pk__in=going).update(has_text=False)
    return len(going)


EMPTYINGS = [
    Emptying("fieldwork.ReportMove", _("words of reviewers to reporters"), empty_words),
    Emptying("fieldwork.Report", _("that a report has a free text"), say_no_text),
]
