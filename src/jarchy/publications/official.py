"""Documents for official use beyond the sign-in: what is approved of them, and what a link shows."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jarchy.charter.models import Edition
from jarchy.formats.numbers import day_text
from jarchy.foundation.narrowing import Actor
from jarchy.people import Approvable, ApprovableRow, KeptFile, Look, LookPage
from jarchy.publications import queries
from jarchy.publications.actions import file_name
from jarchy.publications.models import Publication
from jarchy.publications.rules import CONTENT_TYPES, Door, Format, Kind
from jarchy.publications.shown import shown_figures

FOR_PARTNERS = (Kind.BRIEFING, Kind.OBLAST, Kind.ORGANISATION)  # the agenda is the Secretariat's own paper
LATEST = 30


def kept_of(row: Publication) -> KeptFile:
    return KeptFile(row.sha256, CONTENT_TYPES[Format(row.format)], file_name(row))


def _official(edition: Edition, *kinds: Kind):
    rows = Publication.objects.filter(edition=edition, door=Door.OFFICIAL, kind__in=kinds)
    return rows.select_related("edition", "place", "organisation").order_by("-pk")


def _found(edition: Edition, row: str, *kinds: Kind) -> Publication | None:
    try:
        uuid = UUID(row)
    except ValueError:
        return None
    return _official(edition, *kinds).filter(uuid=uuid).first()


def _listed(edition: Edition, *kinds: Kind) -> list[tuple[str, str]]:
    return [(str(row.uuid), title_of(row)) for row in _official(edition, *kinds)[:LATEST]]


def title_of(row: Publication) -> str:
    """Title, day, language and format, since sheets of one day are alike in their titles."""
    return f"{row.title} · {day_text(row.day, row.language)} · {row.language}, {row.format}"


# --- approved


def words_of(row: Publication) -> str:
    """What the sheet says, as text: title, numbers, and the file's own hash, which stands for every word of it."""
    numbers = [
        " · ".join(
            str(said[name]) for name in ("indicator", "version", "place", "organisation", "since", "until", "value")
            if said.get(name)
        )
        for said in row.figures
    ]  # fmt: skip
    return "\n".join([title_of(row), *numbers, f"SHA-256 {row.sha256}"])


def wording_of(row: Publication) -> str:
    """The sheet without its numbers and day: kind, language, and which numbers it tells of."""
    told = dict.fromkeys(f"{said['indicator']} · {said['version']}" for said in row.figures)
    return "\n".join([f"{row.kind} · {row.language}", *told])


def _to_approve(edition: Edition, row: str) -> ApprovableRow | None:
    found = _found(edition, row, Kind.BRIEFING)
    if found is None:
        return None
    return ApprovableRow(title_of(found), words_of(found), wording_of(found), file=kept_of(found))


BRIEFINGS = Approvable(
    _("Briefing sheets for official use"), lambda edition: _listed(edition, Kind.BRIEFING), _to_approve
)


# --- shown by a link


def _page(rows: list[Publication]) -> LookPage:
    """The first one's numbers, and the files of all."""
    first = rows[0]
    since = queries.corrected_since(first)
    context = {
        "document": first, "since": since, "figures": shown_figures(first, queries.figures_of(first, since)),
        "documents": rows,
    }  # fmt: skip
    return LookPage("look/document.html", context, {str(row.uuid): kept_of(row) for row in rows})


def _document(edition: Edition, actor: Actor, row: str) -> LookPage | None:
    found = _found(edition, row, *FOR_PARTNERS)
    return _page([found]) if found else None


def _latest_briefing(edition: Edition, actor: Actor, row: str) -> LookPage | None:
    """Of the latest day on which there is one, in every language and format; an empty page says that there is none."""
    first = _official(edition, Kind.BRIEFING).first()
    if first is None:
        return LookPage("look/document.html", {"document": None})
    same_day = _official(edition, Kind.BRIEFING).filter(made_on=first.made_on)
    newest = {(one.language, one.format): one for one in reversed(list(same_day))}
    order = {language: n for n, language in enumerate(edition.languages)}
    return _page(sorted(newest.values(), key=lambda one: (order.get(one.language, len(order)), one.format)))


LATEST_BRIEFING = Look(
    _("The latest briefing sheet"),
    lambda edition: [("", str(_("The latest briefing sheet")))],
    _latest_briefing,
)
DOCUMENT = Look(_("One document"), lambda edition: _listed(edition, *FOR_PARTNERS), _document)
