"""What is deleted of reports when their edition is archived."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jarchy.charter.archiving import Emptying
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
    rows = ReportMove.objects.filter(report__edition=edition).exclude(word="").order_by("pk")
    going = list(rows.values_list("pk", flat=True)[:limit])
    ReportMove.objects.filter(pk__in=going).update(word="")
    return len(going)


def empty_looks(edition: Edition, limit: int) -> int:
    """What who looked again and who answered wrote to each other; what came of it stays."""
    rows = SecondLook.objects.filter(edition=edition).exclude(note="", answer="").order_by("pk")
    going = list(rows.values_list("pk", flat=True)[:limit])
    SecondLook.objects.filter(pk__in=going).update(note="", answer="")
    return len(going)


def _empty_word(model: type[MediaItem | WeekInFigures], edition: Edition, limit: int) -> int:
    rows = model._default_manager.filter(edition=edition).exclude(word="").order_by("pk")
    going = list(rows.values_list("pk", flat=True)[:limit])
    model._default_manager.filter(pk__in=going).update(word="")
    return len(going)


def drop_picture_links(edition: Edition, limit: int) -> int:
    """Links by which no picture came; the others go with their pictures."""
    rows = PictureLink.objects.filter(report__edition=edition, pictures__isnull=True).order_by("pk")
    return _dropped(rows, limit)


def drop_notes(edition: Edition, limit: int) -> int:
    """What reviewers noted for each other."""
    rows = ReportNote.objects.filter(report__edition=edition).order_by("pk")
    return _dropped(rows, limit)


def drop_concerns(edition: Edition, limit: int) -> int:
    """Whom the safeguarding person was told of, by report; no text ever stood there."""
    return _dropped(Concern.objects.filter(edition=edition).order_by("pk"), limit)


def _dropped(rows: QuerySet, limit: int) -> int:
    going = list(rows.values_list("pk", flat=True)[:limit])
    rows.model.objects.filter(pk__in=going).delete()
    return len(going)


def say_no_text(edition: Edition, limit: int) -> int:
    """No report has a text any more."""
    rows = Report.objects.filter(edition=edition, has_text=True).order_by("pk")
    going = list(rows.values_list("pk", flat=True)[:limit])
    Report.objects.filter(pk__in=going).update(has_text=False)
    return len(going)


EMPTYINGS = [
    Emptying("fieldwork.ReportMove", _("words of reviewers to reporters"), empty_words),
    Emptying("fieldwork.ReportNote", _("notes of reviewers about reports"), drop_notes),
    Emptying("fieldwork.SecondLook", _("what was written at a second look"), empty_looks),
    Emptying(
        "fieldwork.MediaItem", _("words of reviewers to the press officer"), partial(_empty_word, MediaItem)
    ),
    Emptying(
        "fieldwork.WeekInFigures", _("words of reviewers to operators"), partial(_empty_word, WeekInFigures)
    ),
    Emptying("fieldwork.PictureLink", _("links by which pictures could be added"), drop_picture_links),
    Emptying("fieldwork.Concern", _("the list of the safeguarding person"), drop_concerns),
    Emptying("fieldwork.Report", _("that a report has a free text"), say_no_text),
]
