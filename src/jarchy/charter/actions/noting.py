"""A note on a figure, written or taken back on a page. It goes into the folder with `charter save`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jarchy.charter.actions.changing import locked_for, note_change, refuse_faults
from jarchy.charter.folder import error
from jarchy.charter.models import Edition, FigureNote
from jarchy.charter.problems import Problems
from jarchy.charter.wording import worded
from jarchy.foundation.narrowing import Actor
from jarchy.places.models import Place

FILE = "figure_notes.csv"
SAID = ("indicator", "place", "since", "until", "text", "source")


def add_figure_note(edition: Edition, values: Mapping[str, Any], *, by: Actor) -> FigureNote:
    """Stand a note beside a figure (by the table's columns, as SAID). The same again is the same note.

    What the folder could not say without a fault is refused. Raises charter.not_allowed, charter.cannot_be_so.
    """
    with transaction.atomic():
        locked = locked_for(edition, by)
        place = Place.objects.filter(pcode=values["place"]).first() if values["place"] else None
        _refuse_before_writing(values, place)
        said = {
            "indicator": values["indicator"], "place": place, "since": values["since"], "until": values["until"],
            "texts": values["text"] or {},
        }  # fmt: skip
        standing = FigureNote.objects.filter(edition=locked, is_retired=False, indicator=said["indicator"])
        for one in standing.order_by("pk"):
            if all(getattr(one, name) == value for name, value in said.items()):
                return one
        note = FigureNote.objects.create(
            edition=locked, slug=_new_slug(locked, values), source=values["source"] or "",
            written_on=locked.today(), **said,
        )  # fmt: skip
        refuse_faults(locked)
        shown: dict[str, object] = {
            name: ["", str(values[name] or "")] for name in SAID if name not in ("text", "source")
        }
        note_change(locked, by, f"{FILE}: {note.slug}", "", shown)
        return note


def take_back_figure_note(edition: Edition, slug: str, *, by: Actor, why: str = "") -> FigureNote:
    """It is said no more; the row stays, retired. Twice is no fault.

    Raises charter.not_allowed, charter.no_such_row.
    """
    with transaction.atomic():
        locked = locked_for(edition, by)
        note = FigureNote.objects.filter(edition=locked, slug=slug).first()
        if note is None:
            raise Problems.no_such_row(file=FILE, id=slug, column="id")
        if not note.is_retired:
            note.is_retired = True
            note.save(update_fields=["is_retired"])
            note_change(locked, by, f"{FILE}: {slug}", why, {"id": [slug, ""]})
        return note


def _refuse_before_writing(values: Mapping[str, Any], place: Place | None) -> None:
    """What no row can hold: an unknown place would be the whole country, and days must be in order."""
    found = []
    since, until = values["since"], values["until"]
    if values["place"] and place is None:
        found.append(error(FILE, "charter.unknown_place", column="place", value=values["place"]))
    if since and until and until < since:
        found.append(error(FILE, "charter.ends_before_starts", column="until", value=until, starts=since))
    if found:
        raise Problems.cannot_be_so(faults=" ".join(str(worded(one)["message"]) for one in found))


def _new_slug(edition: Edition, values: Mapping[str, Any]) -> str:
    """Readable in the folder; retired ones keep theirs."""
    stem = "-".join(part for part in (str(values["indicator"]), str(values["place"] or "").lower()) if part)[
        :40
    ]
    taken = set(FigureNote.objects.filter(edition=edition).values_list("slug", flat=True))
    return next(
        slug for slug in (f"{stem}-{number}" for number in range(1, len(taken) + 2)) if slug not in taken
    )
