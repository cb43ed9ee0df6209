"""Tell the safeguarding person; what she does then. The record says that it was done, not to which report."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.review import hide_text
from jarchy.fieldwork.models import Concern, Report
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.rules import Because, ConcernState
from jarchy.foundation import audit
from jarchy.foundation.jobs import every
from jarchy.foundation.narrowing import Actor, house


@transaction.atomic
def tell_safeguarding(report: Report, *, because: Because, by: Actor) -> Concern:
    """Put a report on the list of the safeguarding person of its place, in the transaction of whoever found it.

    The caller has seen to the right. Which report it is stands on her list only: the record has the line's own UUID.
    Safe to repeat: while one of this kind is open, it stays the one.
    """
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    there = Concern.objects.filter(report=report, because=because).exclude(state=ConcernState.CLOSED).first()
    if there is not None:
        return there
    edition = report.edition
    concern = Concern.objects.create(
        edition=edition, report=report, because=because, region=report.region, district=report.district,
        told_by_id=by.account, told_at=timezone.now(), told_on=edition.today(),
    )  # fmt: skip
    if because != Because.CHECK:  # beside “call made” in the record it would say what the checker was told
        _note("safeguarding person told", concern, by)
    return concern


@transaction.atomic
def hide_disclosure(uuid: UUID, *, question: str, by: Actor) -> Report:
    """Someone told of trouble in this text: hide it for good, and tell the safeguarding person of that place."""
    report = hide_text(uuid, question=question, by=by)
    tell_safeguarding(report, because=Because.DISCLOSURE, by=by)
    return report


def take_up_concern(uuid: UUID, *, by: Actor) -> Concern:
    """She sees to it."""
    return _move(uuid, "take_up", by=by)


def close_concern(uuid: UUID, *, by: Actor) -> Concern:
    """Nothing is left to do."""
    return _move(uuid, "close", by=by)


@transaction.atomic
def _move(uuid: UUID, verb: str, *, by: Actor) -> Concern:
    """Raises no_concern for whoever may not see it. Where it stands already, or beyond, nothing happens."""
    keys = Concern.objects.visible_to(by).filter(uuid=uuid).values_list("pk", flat=True)
    concern = (
        Concern.objects.filter(pk__in=list(keys)).select_for_update(of=("self",)).select_related("edition")
    )
    found = concern.first()
    if found is None:
        raise Problems.no_concern()
    before, after = rules.CONCERN_MOVES[verb]
    if found.state not in before:
        return found
    found.state, found.moved_by_id = after, by.account
    found.moved_at, found.moved_on = timezone.now(), found.edition.today()
    found.save(update_fields=["state", "moved_by", "moved_at", "moved_on"])
    _note(f"concern {after}", found, by)
    return found


def _note(verb: str, concern: Concern, by: Actor) -> None:
    audit.note(
        verb, kind="concern", key=concern.uuid, by=by, edition=concern.edition.slug,
        edition_day=concern.edition.today(), details={"because": concern.because},
    )  # fmt: skip


@every(minutes=60)
def forget_concerns() -> None:
    """They go with the people of their edition. Safe to repeat."""
    for edition in Edition.objects.filter(pk__in=Concern.objects.values("edition")):
        if edition.delete_people_on is None or edition.today() < edition.delete_people_on:
            continue
        with transaction.atomic():
            deleted, _ = Concern.objects.filter(edition=edition).delete()
            audit.note(
                "concerns deleted", kind="edition", key=edition.slug, by=house("keeping times"), edition=edition.slug,
                edition_day=edition.today(), details={"concerns": deleted},
            )  # fmt: skip
