"""What is deleted of reports when their edition is archived."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.charter.archiving import Emptying, delete_some, empty_some
from jarchy.charter.models import Edition
from jarchy.fieldwork.models import (
    Concern,
    MediaItem,
    PictureLink,
    Report,
    ReportMove,
    ReportNote,
    SecondLook,
    WeekInFigures,
)


def empty_words(edition: Edition, limit: int) -> int:
    """What reviewers wrote to reporters; the reasons of the list stay."""
    return empty_some(ReportMove.objects.filter(report__edition=edition).exclude(word=""), limit, word="")


def empty_looks(edition: Edition, limit: int) -> int:
    """What who looked again and who answered wrote to each other; what came of it stays."""
    rows = SecondLook.objects.filter(edition=edition).exclude(note="", answer="")
    return empty_some(rows, limit, note="", answer="")


def empty_words_about_media(edition: Edition, limit: int) -> int:
    return empty_some(MediaItem.objects.filter(edition=edition).exclude(word=""), limit, word="")


def empty_words_about_weeks(edition: Edition, limit: int) -> int:
    return empty_some(WeekInFigures.objects.filter(edition=edition).exclude(word=""), limit, word="")


def drop_picture_links(edition: Edition, limit: int) -> int:
    """Links by which no picture came; the others go with their pictures."""
    return delete_some(PictureLink.objects.filter(report__edition=edition, pictures__isnull=True), limit)


def drop_notes(edition: Edition, limit: int) -> int:
    """What reviewers noted for each other."""
    return delete_some(ReportNote.objects.filter(report__edition=edition), limit)


def drop_concerns(edition: Edition, limit: int) -> int:
    """Which reports the safeguarding person was told of; no text ever stood there."""
    return delete_some(Concern.objects.filter(edition=edition), limit)


def say_no_text(edition: Edition, limit: int) -> int:
    """No report has a text any more."""
    return empty_some(Report.objects.filter(edition=edition, has_text=True), limit, has_text=False)


EMPTYINGS = [
    Emptying("fieldwork.ReportMove", _("words of reviewers to reporters"), empty_words),
    Emptying("fieldwork.ReportNote", _("notes of reviewers about reports"), drop_notes),
    Emptying("fieldwork.SecondLook", _("what was written at a second look"), empty_looks),
    Emptying("fieldwork.MediaItem", _("words of reviewers to the press officer"), empty_words_about_media),
    Emptying("fieldwork.WeekInFigures", _("words of reviewers to operators"), empty_words_about_weeks),
    Emptying("fieldwork.PictureLink", _("links by which pictures could be added"), drop_picture_links),
    Emptying("fieldwork.Concern", _("the list of the safeguarding person"), drop_concerns),
    Emptying("fieldwork.Report", _("that a report has a free text"), say_no_text),
]
