"""What waits for approval: as a link shows it, read-only, and as a line of the Secretariat's day."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from jarchy.charter.models import Edition
from jarchy.formats.numbers import short_day_text
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.texts import text_in
from jarchy.people import Look, LookPage, rules
from jarchy.people import queries_approvals as queries
from jarchy.people.models import Approval
from jarchy.people.rules import ApprovalState
from jarchy.people.wording import title_of


def _rows(edition: Edition) -> list[tuple[str, str]]:
    return [(body.slug, text_in(body.names)) for body in queries.leading_bodies(edition)]


def _what_waits(edition: Edition, actor: Actor, row: str) -> LookPage | None:
    """What waits for this organisation, with the words in full: it can be read and signed by letter, not clicked."""
    asked = Approval.objects.filter(edition=edition, organisation__slug=row, state=ApprovalState.ASKED)
    today = edition.today()
    shown = [
        (one, title_of(one), rules.is_overdue(one.state, one.due_on, today))
        for one in asked.select_related("organisation").order_by("due_on", "pk")
    ]
    return LookPage("look/waiting.html", {"rows": shown})


WHAT_WAITS = Look(_("What waits for approval"), _rows, _what_waits)


def approvals_to_decide(edition: Edition, actor: Actor) -> list[tuple[str, str]]:
    """For the Secretariat's day: (sentence, address), a line for each organisation that is waited for."""
    if not actor.has(Role.SECRETARIAT, edition=edition.slug):
        return []
    language, url = get_language() or "en", reverse("approvals:desk", args=[edition.slug])
    lines = []
    for one in queries.waits_by_organisation(edition):
        said = ngettext(
            "{n} text waits for {organisation} since {day}.",
            "{n} texts wait for {organisation} since {day}.",
            one.n,
        )
        late = ngettext("{n} is overdue.", "{n} are overdue.", one.overdue).format(n=one.overdue)
        words = said.format(
            n=one.n, organisation=text_in(one.organisation.names), day=short_day_text(one.since, language)
        )
        lines.append((f"{words} {late}" if one.overdue else words, url))
    return lines
