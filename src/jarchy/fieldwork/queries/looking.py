"""Second looks and notes as pages ask for them: what is drawn for me, what the reviewers are asked, how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from jarchy.charter.models import Edition
from jarchy.fieldwork import rules
from jarchy.fieldwork.actions.review import standing_of
from jarchy.fieldwork.models import Report, ReportNote, SecondLook
from jarchy.fieldwork.queries.reports import WHOLE
from jarchy.fieldwork.rules import ReportState, SecondLookResult
from jarchy.foundation.narrowing import Actor

MOST = 50
STANDS_NOW = Q(report__state=ReportState.CONFIRMED, report__version=F("version"))
ASKED = Q(result=SecondLookResult.LOOK_AGAIN, answered_on__isnull=True)


@dataclass(frozen=True)
class LookNumbers:
    """How second looks went: of `drawn`, `looked` were looked at, `asked` of them sent back to the reviewers; `gone`
    were sent back, cancelled or replaced before anybody looked, `open` wait."""

    drawn: int
    looked: int
    asked: int
    gone: int

    @property
    def open(self) -> int:
        return self.drawn - self.looked - self.gone


def look_numbers(edition: Edition) -> LookNumbers:
    """One query."""
    found = SecondLook.objects.filter(edition=edition).aggregate(
        drawn=Count("id"),
        looked=Count("id", filter=~Q(result="")),
        asked=Count("id", filter=Q(result=SecondLookResult.LOOK_AGAIN)),
        gone=Count("id", filter=Q(result="") & ~STANDS_NOW),
    )
    return LookNumbers(**found)


def drawn_for(edition: Edition, actor: Actor, *, limit: int = MOST) -> list[SecondLook]:
    """Those at which this actor may look again, oldest first: never what she confirmed or sent herself."""
    rows = _looks(edition, actor).filter(STANDS_NOW, result="")
    if actor.account is not None:
        sent = Q(report__reporter=actor.account) | Q(report__versions__submission__account=actor.account)
        rows = rows.exclude(confirmed_by=actor.account).exclude(sent)
    found = rows.order_by("pk")[: limit * 2]
    return [row for row in found if _reviews(row.report, actor)][:limit]


def asked_again(edition: Edition, actor: Actor, *, limit: int = MOST) -> list[SecondLook]:
    """Those at which the reviewers are asked to look, as far as this actor reviews them, oldest first."""
    rows = _looks(edition, actor).filter(STANDS_NOW & ASKED).order_by("looked_on", "pk")[: limit * 2]
    return [row for row in rows if _reviews(row.report, actor)][:limit]


def how_many_to_look_at(edition: Edition, actor: Actor) -> int:
    """For the queue's line: those drawn for her and those asked of her."""
    return len(drawn_for(edition, actor)) + len(asked_again(edition, actor))


def _looks(edition: Edition, actor: Actor):
    whole = [f"report__{name}" for name in WHOLE]
    seen = Report.objects.visible_to(actor).filter(edition=edition)
    return SecondLook.objects.filter(edition=edition, report__in=seen).select_related(*whole)


def _reviews(report: Report, actor: Actor) -> bool:
    """As the actions ask, of a row that is there already: no query."""
    places = {place.pcode for place in (report.place, report.district, report.region) if place}
    standing = rules.Standing(
        report.edition.slug, report.organisation.slug, ReportState(report.state), frozenset(places), 0,
        hosts=frozenset(report.cohosts),
    )  # fmt: skip
    return rules.review_refusal(standing, actor) is None


@dataclass(frozen=True)
class LookHere:
    """A report's second look on its page. `may_look`: she has not yet and may; `may_answer`: she is asked and may."""

    look: SecondLook
    may_look: bool
    may_answer: bool

    @property
    def is_asked(self) -> bool:
        return self.look.result == SecondLookResult.LOOK_AGAIN


def look_here(report: Report, actor: Actor) -> LookHere | None:
    """What this actor may know of it: an open one only if she may look; None where there is nothing to say."""
    look = SecondLook.objects.filter(report=report, version=report.version).first()
    if look is None or report.state != ReportState.CONFIRMED:
        return None
    standing = standing_of(report)
    if rules.review_refusal(standing, actor):
        return None
    may = rules.second_look_refusal(standing, look.confirmed_by_id, actor) is None
    if not look.result and not may:
        return None
    is_waiting = look.result == SecondLookResult.LOOK_AGAIN and look.answered_on is None
    return LookHere(look, may_look=may and not look.result, may_answer=may and is_waiting)


def notes_on(report: Report) -> Sequence[ReportNote]:
    """Newest first. One query."""
    return list(report.notes.select_related("by").order_by("-pk"))
