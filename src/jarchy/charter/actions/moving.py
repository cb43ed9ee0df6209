"""An edition's life: people move it on, one step at a time and never back; the dates say when a step is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from jarchy.charter import moves, rules
from jarchy.charter.actions.archiving import begin_archive
from jarchy.charter.life_names import life_name
from jarchy.charter.models import Edition
from jarchy.charter.problems import Problems
from jarchy.charter.rules import Act, EditionState, Move
from jarchy.foundation import audit
from jarchy.foundation.narrowing import Actor, Role, house


def move_of(edition: Edition, day: date | None = None) -> Move | None:
    """The edition's next step, as it stands on a day (its today if None); None of an archived one."""
    return rules.next_move(
        EditionState(edition.state),
        days_of(edition),
        day or edition.today(),
        delete_people_on=edition.delete_people_on,
    )


def days_of(edition: Edition) -> rules.Days:
    return rules.Days(edition.starts, edition.ends, edition.reports_until, edition.final_on)


def move_state(
    edition: Edition, to: EditionState, *, by: Actor, why: str = "", early: bool = False, typed: str = ""
) -> Edition:
    """Move the edition on to its next state, with all that follows, in one transaction. Where it stands: nothing.

    Before its day only with `early` and a reason; to archived only with the edition's short name `typed`. Raises
    charter.not_allowed, not_the_next_state, too_early, type_its_name.
    """
    if not by.has(Role.SECRETARIAT, edition=edition.slug):
        raise Problems.not_allowed()
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if locked.state == to:
            return locked
        step = move_of(locked)
        if step is None or step.to != to:
            raise Problems.not_the_next_state(
                edition=locked.slug,
                state=life_name(locked.state),
                to=life_name(to),
                next=life_name(step.to) if step else "–",
            )
        if not step.is_due and not (early and why.strip()):
            raise Problems.too_early(edition=locked.slug, to=life_name(to), day=step.due_on or "–")
        if to == EditionState.ARCHIVED and typed.strip() != locked.slug:
            raise Problems.type_its_name(edition=locked.slug)
        _move(locked, step, by=by, why=why.strip())
    return locked


def follow_dates(edition: Edition, day: date) -> None:
    """The first of the midnights: an example's today is this day, and the house takes every step that is due, as the
    Secretariat would. A live edition waits for people; nobody's data are deleted by a date alone.
    """
    if edition.live:
        return
    if edition.example_today != day:
        edition.example_today = day
        edition.save(update_fields=["example_today"])
    while (step := move_of(edition, day)) and step.is_due and step.to != EditionState.ARCHIVED:
        _move(edition, step, by=house("midnight"))


def check_may(edition: Edition, act: Act) -> None:
    """Raises charter.not_in_this_state where the edition's state does not let this be done."""
    if not rules.may(act, edition.state):
        raise Problems.not_in_this_state(edition=edition.slug, state=life_name(edition.state))


PINNED_TABLES = ("targets.csv", "indicators.csv")
PINNED_DAYS = ("starts", "ends")  # what a figure is counted over


def is_of_pinned(file: str, row: str, columns: Collection[str] = ()) -> bool:
    """Whether pinned figures rest on this row of the folder, or on one of these columns of it."""
    if (
        file == "organisations.csv"
    ):  # how many of which role were active is a figure; names may always be hidden
        return "role" in columns
    return file in PINNED_TABLES or (file == "campaign.toml" and row in PINNED_DAYS)


def _move(edition: Edition, step: Move, *, by: Actor, why: str = "") -> None:
    """In the caller's transaction, the edition's row locked by it."""
    before, edition.state = edition.state, step.to
    edition.save(update_fields=["state"])
    audit.note(
        "edition moved on", kind="edition", key=edition.slug, by=by, edition=edition.slug,
        edition_day=edition.today(), why=why,
        details={"from": str(before), "to": str(step.to), "due_on": str(step.due_on or ""), "early": not step.is_due},
    )  # fmt: skip
    if step.to == EditionState.ARCHIVED:
        begin_archive(edition, by)
    for follow in moves.get(step.to, []):
        follow(edition, by)
