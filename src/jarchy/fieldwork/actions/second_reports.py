"""A second report from a phone on an activity that was reported already, taken as the correction of the first."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from jarchy.fieldwork.actions.receive import receive_reports
from jarchy.fieldwork.actions.review import locked
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries.reports import earlier_report
from jarchy.forms import actions as forms
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor


@transaction.atomic
def take_as_correction(uuid: UUID, *, by: Actor) -> Report:
    """What the second report says becomes the next version of the first, which waits anew; there is one report then.

    Whoever may correct both may say so. The second's number stays in the record alone. Raises no_report, no_earlier,
    edition_closed.
    """
    second = Report.objects.visible_to(by).filter(uuid=uuid).select_related("edition").first()
    if second is None:
        raise Problems.no_report()
    earlier = earlier_report(second, by)
    if earlier is None:
        raise Problems.no_earlier()
    first, second = locked([earlier.uuid, uuid], by=by)  # in the order in which they came
    if earlier_report(second, by) != first:  # somebody else was faster
        raise Problems.no_earlier()
    submission = second.versions.select_related("submission__form_version__edition").get().submission
    newest = first.versions.select_related("submission").order_by("-number")[0].submission
    edition = second.edition
    audit.note(
        "report taken as a correction", kind="report", key=first.uuid, by=by, edition=edition.slug,
        edition_day=edition.today(), details={"second": str(second.uuid)},
    )  # fmt: skip
    second.versions.all().delete()
    second.delete()
    forms.make_next_version(submission, of=newest)
    (corrected,) = receive_reports([submission], by)
    return corrected
