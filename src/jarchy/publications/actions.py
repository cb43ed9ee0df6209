"""Makes documents: one, many at once as a zip, and the weekly sheet by itself."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation, Participation
from jarchy.charter.one_reading import for_one_reading
from jarchy.charter.rules import may_be_named
from jarchy.formats.documents import Document
from jarchy.foundation import audit, files
from jarchy.foundation.ids import uuid7
from jarchy.foundation.jobs import every, later
from jarchy.foundation.narrowing import Actor, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import queries as ledger
from jarchy.people import queries as people
from jarchy.people import queries_approvals as approvals
from jarchy.people.actions import ask_for_approval
from jarchy.people.models import Account
from jarchy.places.models import Place
from jarchy.places.queries import PlaceFacts, territory
from jarchy.publications.documents import BROKEN_RULES, Asked, Figures, logos_on, made
from jarchy.publications.five_w import sees_all
from jarchy.publications.models import Bundle, Publication
from jarchy.publications.problems import Problems
from jarchy.publications.rules import APPROVED, WEEKDAYS, BundleState, Door, Format, Kind, last_due

log = logging.getLogger(__name__)


def make_document(
    edition: Edition, kind: Kind, *, door: Door, language: str, format: Format, by: Actor, place: str | None = None,
    organisation: str | None = None, bundle: Bundle | None = None, scheduled_for: date | None = None,
) -> Publication:  # fmt: skip
    """Make it, keep its file by hash and its figures in a row. Raises a problem of this room.

    Who may make one at all is the caller's door; here: an official one is refused to whoever sees a part only.
    """
    if language not in edition.languages:
        raise Problems.no_language(edition=edition.slug, languages=", ".join(edition.languages))
    if door is Door.OFFICIAL and not sees_all(edition, by):
        raise Problems.not_all()
    asked = Asked(
        for_one_reading(edition), language, door, by, uuid7(), _place(edition, place) if kind is Kind.OBLAST else None,
        _organisation(edition, organisation, door) if kind is Kind.ORGANISATION else None,
    )  # fmt: skip
    with override(language):
        figures = Figures(asked)
        document = made(kind, asked, figures)
    data = _writer(format)(document)
    return _kept(
        edition, asked, kind, format, figures, document, data, bundle=bundle, scheduled_for=scheduled_for
    )


def _place(edition: Edition, pcode: str | None) -> PlaceFacts:
    regions = territory(edition.country).regions
    found = next((one for one in regions if one.pcode == pcode), None)
    if found is None:
        choices = ", ".join(one.pcode for one in regions)
        raise Problems.no_place(place=pcode or "", choices=choices)
    return found


def _organisation(edition: Edition, slug: str | None, door: Door) -> Organisation:
    part = charter.organisation(edition, slug) if slug else None
    if part is None:
        raise Problems.no_organisation(organisation=slug or "", edition=edition.slug)
    publicity = charter.publicity(edition).get(part.organisation.slug, "no")
    if door is Door.PUBLIC and not may_be_named(publicity, beside_village=False):
        raise Problems.not_named(organisation=part.organisation.slug)
    return part.organisation


def _writer(format: Format) -> Callable[[Document], bytes]:
    """python-docx reads its template when it is imported, and many a process writes no document."""
    if format is Format.DOCX:
        from jarchy.formats.docx import docx  # noqa: PLC0415

        return docx
    from jarchy.formats.pdf import pdf  # noqa: PLC0415

    return pdf


def _kept(
    edition: Edition, asked: Asked, kind: Kind, format: Format, figures: Figures, made: Document, data: bytes, *,
    bundle: Bundle | None, scheduled_for: date | None,
) -> Publication:  # fmt: skip
    sha256 = files.keep(
        data, suffix=str(format)
    )  # before the row, which never names a file that is not there
    place = Place.objects.get(pcode=asked.place.pcode) if asked.place else None
    with transaction.atomic():
        row = Publication.objects.create(
            uuid=asked.uuid, edition=edition, kind=kind, door=asked.door, language=asked.language, format=format,
            place=place, organisation=asked.organisation, title=made.title, position=figures.position,
            as_of=figures.look.as_of, figures=figures.as_rows(), sha256=sha256, size=len(data),
            is_illustrative=not edition.live, made_by=asked.actor.account, made_at=timezone.now(),
            made_on=edition.today(), scheduled_for=scheduled_for, bundle=bundle,
        )  # fmt: skip
        audit.note(
            "make_document", kind="publication", key=row.uuid, by=asked.actor, edition=edition.slug,
            edition_day=edition.today(), details={"kind": str(kind), "door": str(asked.door), "sha256": sha256},
        )  # fmt: skip
        if scheduled_for is not None:
            _ask_to_approve(row, by=asked.actor)
    return row


def _ask_to_approve(row: Publication, *, by: Actor) -> None:
    """Nobody sits there on Friday: where campaign.toml has agencies approve official sheets, they are asked as it is
    written, in the same transaction, and so once. Where nobody is left who approves, the sheet is made all the same.
    """
    edition = row.edition
    is_approved = row.door == Door.OFFICIAL and APPROVED in edition.charter.get("approvals", {})
    if is_approved and approvals.who_approves(edition, APPROVED):
        ask_for_approval(edition, APPROVED, str(row.uuid), by=by)


# --- many at once


def make_bundle(
    edition: Edition, kind: Kind, *, door: Door, language: str, format: Format, by: Actor
) -> Bundle:
    """Ask for one document of each oblast or organisation; the worker makes them, the zip comes last."""
    if kind not in (Kind.OBLAST, Kind.ORGANISATION):
        raise Problems.wrong_choice()
    if language not in edition.languages:
        raise Problems.no_language(edition=edition.slug, languages=", ".join(edition.languages))
    if door is Door.OFFICIAL and not sees_all(edition, by):
        raise Problems.not_all()
    if door is Door.PUBLIC and not _is_published(edition):
        raise Problems.nothing_published(edition=edition.slug)
    logos_on(Asked(edition, language, door, by, uuid7()))  # said now, and not to nobody in the worker
    of = len(_keys(edition, kind, door))
    with transaction.atomic():
        bundle = Bundle.objects.create(
            edition=edition, kind=kind, door=door, language=language, format=format, of=of, asked_by=by.account,
            asked_at=timezone.now(),
        )  # fmt: skip
        audit.note(
            "make_bundle", kind="bundle", key=bundle.uuid, by=by, edition=edition.slug,
            edition_day=edition.today(), details={"kind": str(kind), "door": str(door), "of": of},
        )  # fmt: skip
        fill_bundle.enqueue(str(bundle.uuid))
    return bundle


def _is_published(edition: Edition) -> bool:
    return ledger.published_position(edition) is not None


def _keys(edition: Edition, kind: Kind, door: Door) -> list[str]:
    """P-codes of all oblasts and cities, or slugs of the organisations that carry the campaign and may be named."""
    if kind is Kind.OBLAST:
        return [place.pcode for place in territory(edition.country).regions]
    publicity = charter.publicity(edition)
    slugs = charter.organisations_of(edition).filter(role=Participation.Role.YOUTH)
    return [
        slug
        for slug in slugs.values_list("organisation__slug", flat=True)
        if door is Door.OFFICIAL or may_be_named(publicity[slug], beside_village=False)
    ]


@later(attempts=3)
def fill_bundle(uuid: str) -> None:
    """Make those that are not there yet, then the zip. Killed in the middle it goes on where it stood."""
    bundle = Bundle.objects.select_related("edition").get(uuid=UUID(uuid))
    if bundle.state != BundleState.WAITING:
        return
    kind, door = Kind(bundle.kind), Door(bundle.door)
    try:
        _fill(bundle, kind, door)
    except (
        ProblemRaised
    ):  # as where the person who asked has lost her role meanwhile: trying again helps nobody
        Bundle.objects.filter(pk=bundle.pk).update(state=BundleState.FAILED)


def _fill(bundle: Bundle, kind: Kind, door: Door) -> None:
    by = _actor(bundle.asked_by)
    there = set(bundle.documents.values_list("place__pcode", "organisation__slug"))
    for key in _keys(bundle.edition, kind, door):
        where: dict[str, Any] = {"place": key} if kind is Kind.OBLAST else {"organisation": key}
        if (where.get("place"), where.get("organisation")) in there:
            continue
        make_document(
            bundle.edition, kind, door=door, language=bundle.language, format=Format(bundle.format), by=by,
            bundle=bundle, **where,
        )  # fmt: skip
    rows = bundle.documents.select_related("edition", "place", "organisation").order_by("pk")
    sha256 = files.keep(_zipped(list(rows)), suffix="zip")
    Bundle.objects.filter(pk=bundle.pk).update(state=BundleState.DONE, sha256=sha256, of=len(rows))


def _actor(account: int | None) -> Actor:
    """With the rights that the person has now, not those of the day she asked."""
    if account is None:
        return house("publications")
    return people.actor_of(Account.objects.get(pk=account))


def _zipped(rows: list[Publication]) -> bytes:
    """Documents are packed already: they are stored as they are, under the moment at which each was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for row in rows:
            entry = zipfile.ZipInfo(file_name(row), row.made_at.timetuple()[:6])
            archive.writestr(entry, files.path_of(row.sha256).read_bytes())
    return out.getvalue()


def file_name(row: Publication) -> str:
    """kg-2018-oblast-KG04000000000-2018-11-05-ky.pdf; an official one says so."""
    day = row.day.isoformat()
    whose = (row.place and row.place.pcode) or (row.organisation and row.organisation.slug)
    door = "official" if row.door == Door.OFFICIAL else ""
    words = (row.edition.slug, row.kind, whose, door, day, row.language)
    return "-".join(str(word) for word in words if word) + f".{row.format}"


# --- the weekly sheet


@every(minutes=5)
def weekly_sheets(now: datetime) -> list[str]:
    """The briefing sheet of each edition that wishes it, on its weekday at its hour; the names of those made now.

    A second run makes nothing.
    """
    made = []
    for edition in charter.editions():
        wish = edition.charter.get("briefing")
        if wish and edition.prepares_from <= edition.today() <= edition.final_on:
            made += _weekly(edition, wish, now if edition.live else edition.as_of())
    return made


def sheets_of_an_example(edition: Edition, day: date) -> list[str]:
    """An example has no clock: the sheet of a day that it passes is made at the midnight after it."""
    wish = edition.charter.get("briefing")
    begins = datetime.combine(day, time.min, tzinfo=edition.zone)
    return _weekly(edition, wish, begins) if wish and not edition.live else []


def _weekly(edition: Edition, wish: dict, now: datetime) -> list[str]:
    hour = time.fromisoformat(wish["at"])
    due = last_due(now.astimezone(edition.zone), WEEKDAYS.index(wish["weekday"]), hour)
    if due < edition.starts or (Door(wish["door"]) is Door.PUBLIC and not _is_published(edition)):
        return []
    sheets = Publication.objects.filter(edition=edition, kind=Kind.BRIEFING, scheduled_for=due)
    there = set(sheets.values_list("language", "format"))
    made = []
    for language in wish["languages"]:
        for format in wish["formats"]:
            if (language, format) not in there and (
                row := _weekly_sheet(edition, wish, language, format, due)
            ):
                made.append(file_name(row))
    return made


def _weekly_sheet(edition: Edition, wish: dict, language: str, format: str, due: date) -> Publication | None:
    """None where the funder's rules are broken, which the page of documents says too: it is tried again at the next
    round, and neither the other languages nor a midnight wait for it.
    """
    try:
        return make_document(
            edition, Kind.BRIEFING, door=Door(wish["door"]), language=language, format=Format(format),
            by=house("weekly sheet"), scheduled_for=due,
        )  # fmt: skip
    except ProblemRaised as problem:
        if problem.code not in BROKEN_RULES:
            raise
        log.warning("no weekly sheet of %s in %s: %s", edition.slug, language, problem.code)
        return None
