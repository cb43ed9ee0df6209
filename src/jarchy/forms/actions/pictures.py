"""Pictures from phones: sealed as they came until the answer has left, then made anew without what a camera wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from django.db import transaction

from jarchy.forms.models import Attachment, Submission
from jarchy.forms.purposes import more_files
from jarchy.forms.rules import Finding
from jarchy.foundation import files
from jarchy.foundation.jobs import later
from jarchy.foundation.narrowing import house
from jarchy.foundation.sealing import unseal
from jarchy.pictures.photos import CleanPhoto, PhotoError, clean_photo

BY = house("pictures")
# What says by its name that it is a picture: sound and video are kept sealed without a word.
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic", ".heif", ".avif", ".tif", ".tiff"}


@later
def clean_pictures(submissions: Sequence[int]) -> None:
    """Those of these submissions that wait, one by one. Safe to repeat, and when killed in the middle."""
    rows = Attachment.objects.filter(submission__in=list(submissions), is_waiting=True).order_by("pk")
    for row in rows:
        _clean(row)


def _clean(row: Attachment) -> None:
    sealed = row.file_hash
    try:
        with files.open_kept(sealed) as kept:
            photo = _photo(unseal(kept.read()))
    except FileNotFoundError:  # it was deleted on its day
        photo = None
    kept_as = files.keep(photo.content, suffix="jpg") if photo else sealed
    with transaction.atomic():
        waits = Attachment.objects.filter(pk=row.pk, is_waiting=True)
        if not waits.update(
            is_waiting=False, is_sealed=photo is None, file_hash=kept_as,
            perceptual_hash=photo.perceptual_hash if photo else None,
        ):  # fmt: skip
            return
        _tell(row, is_picture=photo is not None)
    if photo:
        files.remove(sealed)  # last: what is left when this is cut off here is only waste


def _photo(data: bytes) -> CleanPhoto | None:
    try:
        return clean_photo(data)
    except PhotoError:
        return None


def _tell(row: Attachment, *, is_picture: bool) -> None:
    """The room above shows it; of what should be a picture and is none, the submission says so."""
    found = Submission.objects.select_related("form_version__edition").select_for_update(of=("self",))
    submission = found.get(pk=row.submission_id)
    if is_picture:
        if take := more_files.get(submission.form_version.purpose):
            take([submission], BY)
    elif PurePosixPath(row.name).suffix.lower() in PICTURES:
        finding = Finding("forms.picture_unreadable").as_json()
        if finding not in submission.findings:
            submission.findings = [*submission.findings, finding]
            submission.save(update_fields=["findings"])
