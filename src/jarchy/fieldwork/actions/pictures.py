"""Pictures of a report that come later: a link is made, pictures are added by it, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jarchy.charter.models import Edition
from jarchy.fieldwork.models import PictureLink, Report, ReportPicture
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.rules import ReportState
from jarchy.forms.models import Attachment
from jarchy.forms.problems import Problems as FormProblems
from jarchy.forms.rules import pictures_go_on
from jarchy.foundation import audit, files
from jarchy.foundation.jobs import every
from jarchy.foundation.narrowing import Actor, Role, house
from jarchy.foundation.sealing import keyed_hash
from jarchy.people.rules import new_token
from jarchy.pictures.photos import PhotoError, clean_photo

LINK_DAYS = 7
MOST_PICTURES = 5  # of one report, beside the form's own
FACES = ("no", "adults")
ADDERS = (Role.VOLUNTEER, Role.COORDINATOR, Role.REGIONAL_COORDINATOR, Role.SECRETARIAT)


def make_picture_link(uuid: UUID, *, by: Actor, now: datetime | None = None) -> tuple[PictureLink, str]:
    """A link for this report and its token, which is told only now. It ends the links that were made before.

    Raises fieldwork.no_report for whoever may not see it, fieldwork.no_pictures where none may come any more.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        report = _seen(uuid, by)
        if report.state == ReportState.VOID or _are_over(report.edition):
            raise Problems.no_pictures()
        PictureLink.objects.filter(report=report, revoked_at=None).update(revoked_at=moment)
        token = new_token()
        link = PictureLink.objects.create(
            report=report, token_hash=keyed_hash(token.encode()), made_by_id=by.account, made_at=moment,
            expires_at=moment + timedelta(LINK_DAYS),
        )  # fmt: skip
        _note("picture link made", report, by, {"link": str(link.uuid)})
    return link, token


def link_by(token: str, *, now: datetime | None = None) -> PictureLink:
    """The link of this token while it is open. Raises fieldwork.no_link for every other."""
    rows = PictureLink.objects.select_related("report__edition", "report__district")
    link = rows.filter(
        token_hash=keyed_hash(token.encode()), revoked_at=None, expires_at__gt=now or timezone.now()
    ).first()
    if link is None or link.report.state == ReportState.VOID or _are_over(link.report.edition):
        raise Problems.no_link()
    return link


def add_pictures(
    token: str, pictures: Sequence[bytes], *, faces: str, now: datetime | None = None
) -> list[ReportPicture]:
    """Keep them, each written anew without what the camera wrote into it. All or none; the same one again adds nothing.

    Raises fieldwork.no_link, picture_missing, picture_of_children, too_many_pictures, forms.picture_unreadable.
    """
    if not pictures:
        raise Problems.picture_missing()
    if faces not in FACES:
        raise Problems.picture_of_children()
    link_by(token, now=now)  # before any picture is unpacked
    cleaned = []
    for number, data in enumerate(pictures, start=1):
        try:
            cleaned.append(clean_photo(data))
        except PhotoError as fault:
            raise FormProblems.picture_unreadable(name=str(number)) from fault
    with transaction.atomic():
        link = link_by(token, now=now)
        report = Report.objects.select_for_update().get(pk=link.report_id)
        kept = {row.file_hash: row for row in ReportPicture.objects.filter(report=report)}
        fresh = {
            one.sha256: one for one in cleaned if one.sha256 not in kept or kept[one.sha256].taken_back_at
        }
        if sum(row.taken_back_at is None for row in kept.values()) + len(fresh) > MOST_PICTURES:
            raise Problems.too_many_pictures(most=MOST_PICTURES)
        rows = []
        for one in fresh.values():
            said = {
                "link": link, "perceptual_hash": one.perceptual_hash, "faces": faces, "taken_back_at": None,
                "added_at": now or timezone.now(), "added_on": link.report.edition.today(),
            }  # fmt: skip
            file_hash = files.keep(one.content, suffix="jpg")
            row, _is_new = ReportPicture.objects.update_or_create(
                report=report, file_hash=file_hash, defaults=said
            )
            rows.append(row)
        if rows:
            details: dict[str, object] = {"pictures": len(rows), "link": str(link.uuid)}
            _note("pictures added", link.report, house("picture link"), details)
    return rows


@transaction.atomic
def take_back_picture(uuid: UUID, picture: UUID, *, by: Actor) -> None:
    """It was a mistake, or somebody in it does not agree: the file goes now. Safe to repeat."""
    report = _seen(uuid, by)
    row = ReportPicture.objects.filter(report=report, uuid=picture).first()
    if row is None:
        raise Problems.no_report()
    if row.taken_back_at is None:
        row.taken_back_at = timezone.now()
        row.save(update_fields=["taken_back_at"])
        _note("picture taken back", report, by, {"picture": str(row.uuid)})
    transaction.on_commit(lambda: _remove_file(row.file_hash))


def _remove_file(file_hash: str) -> None:
    is_named = ReportPicture.objects.filter(file_hash=file_hash, taken_back_at=None).exists()
    if not is_named and not Attachment.objects.filter(file_hash=file_hash).exists():
        files.remove(file_hash)


@every(minutes=60)
def forget_added_pictures() -> None:
    """Pictures that came by a link go when those of the forms go, the files first. Safe to repeat."""
    for edition in Edition.objects.filter(pk__in=ReportPicture.objects.values("report__edition")):
        if not _are_over(edition):
            continue
        rows = ReportPicture.objects.filter(report__edition=edition)
        beside = ReportPicture.objects.exclude(report__edition=edition).values("file_hash")
        named = Attachment.objects.values("file_hash")
        going = rows.exclude(file_hash__in=beside).exclude(file_hash__in=named)
        for name in set(going.values_list("file_hash", flat=True)):
            files.remove(name)
        rows.delete()


def _are_over(edition: Edition) -> bool:
    return edition.today() >= pictures_go_on(edition.final_on)


def _seen(uuid: UUID, by: Actor) -> Report:
    """The report of those who may add to it: its people in the field, and the Secretariat."""
    grants = frozenset(grant for grant in by.grants if grant.role in ADDERS)
    rows = Report.objects if by.is_house else Report.objects.visible_to(Actor(by.account, grants))
    report = rows.select_related("edition").filter(uuid=uuid).first()
    if report is None:
        raise Problems.no_report()
    return report


def _note(verb: str, report: Report, by: Actor, details: dict[str, object]) -> None:
    audit.note(
        verb, kind="report", key=report.uuid, by=by, edition=report.edition.slug, edition_day=report.edition.today(),
        details=details,
    )  # fmt: skip
