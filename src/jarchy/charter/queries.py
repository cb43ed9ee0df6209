"""What the rest of the house asks of a campaign: its edition, who takes part, its lists, what is counted
and aimed at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, overload

from django.db.models import QuerySet

from jarchy.charter import rules
from jarchy.charter.models import (
    Audience,
    Choice,
    Edition,
    Fact,
    FigureNote,
    Helpline,
    Indicator,
    Kind,
    Lesson,
    Organisation,
    Participation,
    Published,
    Reason,
    SafeguardingNumber,
    Target,
    Topic,
    Venue,
)
from jarchy.charter.one_reading import is_one_reading, once
from jarchy.charter.problems import Problems
from jarchy.charter.rules import Public
from jarchy.formats.numbers import short_day_text
from jarchy.foundation.texts import text_in
from jarchy.places.queries import Territory, territory

LISTS: dict[str, type[Choice]] = {
    "topic": Topic,
    "audience": Audience,
    "venue": Venue,
    "kind": Kind,
    "reason": Reason,
}
RESERVE = (Public.YES, Public.NAME_ONLY, Public.NO)  # least first


def check_rule(edition: Edition) -> rules.CheckRule | None:
    """By which rule calls to check are drawn; None where none are."""
    return rules.check_rule_of(edition.charter)


def current_edition() -> Edition:
    """The edition that answers at `/<language>/`. Raises charter.no_current_edition where none is loaded."""
    edition = Edition.objects.filter(is_current=True).first()
    if edition is None:
        raise Problems.no_current_edition()
    return edition


def edition(slug: str) -> Edition:
    """Raises charter.no_edition."""
    found = Edition.objects.filter(slug=slug).first()
    if found is None:
        raise Problems.no_edition(edition=slug)
    return found


def editions() -> list[Edition]:
    """All of them, newest first."""
    return list(Edition.objects.order_by("-starts", "slug"))


@overload
def choices(edition: Edition, name: Literal["kind"], *, with_retired: bool = False) -> dict[str, Kind]: ...
@overload
def choices(edition: Edition, name: Literal["venue"], *, with_retired: bool = False) -> dict[str, Venue]: ...
@overload
def choices(
    edition: Edition, name: Literal["audience"], *, with_retired: bool = False
) -> dict[str, Audience]: ...
@overload
def choices(
    edition: Edition, name: Literal["reason"], *, with_retired: bool = False
) -> dict[str, Reason]: ...
@overload
def choices(edition: Edition, name: str, *, with_retired: bool = False) -> dict[str, Choice]: ...
def choices(edition: Edition, name: str, *, with_retired: bool = False) -> Mapping[str, Choice]:
    """Rows of a list (kind, venue, topic, audience, reason) by id, in the folder's order. One query.

    Kept rows may name a retired one: whoever shows those asks `with_retired`.
    """
    return _choices(edition, name, with_retired)


@once
def _choices(edition: Edition, name: str, with_retired: bool) -> dict[str, Choice]:
    query = LISTS[name]._default_manager.filter(edition=edition)
    if not with_retired:
        query = query.filter(is_retired=False)
    return {row.slug: row for row in query.order_by("is_retired", "order", "pk")}


def organisations_of(edition: Edition) -> QuerySet[Participation]:
    """Who takes part, in the folder's order, with the organisation and its place; those no longer in the
    folder are out.
    """
    query = Participation.objects.filter(edition=edition, is_retired=False)
    return query.select_related("organisation__place").order_by("order", "pk")


def organisation(edition: Edition, slug: str) -> Participation | None:
    """What this organisation does in this edition."""
    return organisations_of(edition).filter(organisation__slug=slug).first()


def lead_of(edition: Edition) -> Organisation:
    """The first of the leading bodies. Raises charter.no_edition where the edition has none."""
    found = organisations_of(edition).filter(role=Participation.Role.LEAD).first()
    if found is None:
        raise Problems.no_edition(edition=edition.slug)
    return found.organisation


def publicity(edition: Edition) -> dict[str, str]:
    """How far the public may know each organisation, by its id: yes, name, no (then “local partner”). One
    query. Of several things that it does the most reserved word counts; those no longer in the folder, where it
    does nothing else.
    """
    rows = Participation.objects.filter(edition=edition).values_list(
        "organisation__slug", "public", "is_retired"
    )
    found: dict[str, tuple[bool, int]] = {}
    for slug, public, is_retired in rows:
        said = (not is_retired, RESERVE.index(public))
        found[slug] = max(said, found.get(slug, said))
    return {slug: RESERVE[reserve] for slug, (_, reserve) in found.items()}


@once
def indicators(edition: Edition) -> list[Indicator]:
    """The definitions in use, in the folder's order."""
    return list(Indicator.objects.filter(edition=edition, is_retired=False).order_by("order", "pk"))


def indicator(edition: Edition, slug: str, *, version: int | None = None) -> Indicator | None:
    """The definition in use, or an earlier version of it."""
    if version is None and is_one_reading(edition):
        return next((row for row in indicators(edition) if row.slug == slug), None)
    query = Indicator.objects.filter(edition=edition, slug=slug)
    query = query.filter(is_retired=False) if version is None else query.filter(version=version)
    return query.first()


def targets(edition: Edition, indicator: str | None = None, *, of: str = "value") -> list[Target]:
    """Targets of one indicator (or of all): the country's first, then places in the register's order. One
    query.

    `of`: the value itself; `asked_share` and `gain` are aims of another kind and never stand beside the
    value.
    """
    if indicator is not None and is_one_reading(edition):
        return [row for row in _all_targets(edition, of) if row.indicator == indicator]
    query = Target.objects.filter(edition=edition, is_retired=False, of=of).select_related("place")
    if indicator is not None:
        query = query.filter(indicator=indicator)
    return sorted(
        query, key=lambda target: (target.indicator, target.place.order + 1 if target.place else 0, target.pk)
    )


@once
def _all_targets(edition: Edition, of: str) -> list[Target]:
    return targets(edition, of=of)


@once
def register(edition: Edition) -> Territory:
    """The territory's snapshot, of the edition's country, of one moment for all parts of a page."""
    return territory(edition.country)


def target_values(edition: Edition, indicator: str) -> dict[str, Target]:
    """The same by P-code, "" for the country."""
    return {target.place.pcode if target.place else "": target for target in targets(edition, indicator)}


def helplines(edition: Edition) -> list[Helpline]:
    """Those attested by the edition's today, in the folder's order; each gets `is_overdue`.

    One whose source is later than today is left out: in 2018 nobody could know a number of 2021.
    """
    today = edition.today()
    found = []
    for line in Helpline.objects.filter(edition=edition, is_retired=False).order_by("order", "pk"):
        if rules.attested_from(line.source_date, line.source_date_known_to) <= today:
            line.is_overdue = is_overdue(line, today)  # type: ignore[attr-defined]
            found.append(line)
    return found


def safeguarding_numbers(edition: Edition) -> list[SafeguardingNumber]:
    """Whom those in the field may call, in the folder's order; in a live edition only numbers that someone has rung.

    One query.
    """
    rows = SafeguardingNumber.objects.filter(edition=edition, is_retired=False).select_related("place")
    return [row for row in rows.order_by("order", "pk") if row.checked_on or not edition.live]


def facts(edition: Edition, *, group: str | None = None, topic: str | None = None) -> list[Fact]:
    """Facts whose source is not later than the edition's today and that are not outdated; each gets
    `is_overdue`.
    """
    today = edition.today()
    query = (
        Fact.objects.filter(edition=edition, is_retired=False).select_related("place").order_by("order", "pk")
    )
    if group is not None:
        query = query.filter(group=group)
    if topic is not None:
        query = query.filter(topic=topic)
    found = []
    for fact in query:
        known = rules.attested_from(fact.source_date, fact.source_date_known_to) <= today
        if (
            known
            and (fact.valid_to is None or fact.valid_to >= today)
            and (fact.valid_from is None or fact.valid_from <= today)
        ):
            fact.is_overdue = is_overdue(fact, today)  # type: ignore[attr-defined]
            found.append(fact)
    return found


def fact_text(edition: Edition, slug: str, language: str) -> str:
    """A fact's words for a page, a message or a document; "" where it may not be shown today."""
    return next((fact.names.get(language, "") for fact in facts(edition) if fact.slug == slug), "")


def funding_sentence(edition: Edition, language: str) -> str:
    """Who pays, in the campaign's words; "" where it does not say."""
    said = edition.charter.get("funding", {})
    return text_in({code: str(said[code]) for code in edition.languages if said.get(code)}, language)


def is_overdue(row: Fact | Helpline, today: date) -> bool:
    """Whether it must be checked again before it is relied upon."""
    return row.must_be_checked or row.check_again_on <= today


def published(edition: Edition, *, series: str | None = None) -> list[Published]:
    """What was published before, in the folder's order."""
    query = Published.objects.filter(edition=edition, is_retired=False).order_by("order", "pk")
    return list(query.filter(series=series) if series else query)


def lessons(edition: Edition) -> list[Lesson]:
    """What this campaign recommends, as its closing conference agreed, in the folder's order; for the public once the
    edition is final. Not those that were carried into it.
    """
    rows = Lesson.objects.filter(edition=edition, is_retired=False, carried_from="").order_by("order", "pk")
    return list(rows.exclude(status=rules.LessonStatus.DROPPED)) if rules.is_pinned(edition.state) else []


def asked_again(edition: Edition) -> dict[str, Iterable[Fact | Helpline]]:
    """Facts and helplines that are due for a check, for the secretariat: also those that the public does
    not see.
    """
    today = edition.today()
    by_kind: dict[str, Iterable[Fact | Helpline]] = {}
    for name, model in (("helplines", Helpline), ("facts", Fact)):
        rows = model._default_manager.filter(edition=edition, is_retired=False).order_by(
            "check_again_on", "pk"
        )
        by_kind[name] = [row for row in rows if is_overdue(row, today)]
    return by_kind


@once
def figure_notes(edition: Edition) -> list[FigureNote]:
    """What is said beside figures, in the order in which it was written. One query."""
    query = FigureNote.objects.filter(edition=edition, is_retired=False).select_related("place")
    return list(query.order_by("written_on", "pk"))


def notes_at(edition: Edition, indicator: str, language: str, *, place: str | None = None) -> list[str]:
    """Beside one figure: what is said of its place and, above it, of the oblast and the country."""
    around = {"", place or ""}
    facts = register(edition).by_pcode.get(place or "")
    if facts is not None:
        around |= {facts.pcode, facts.region_pcode}
    return [
        note_text(note, language)
        for note in figure_notes(edition)
        if note.indicator == indicator and (note.place.pcode if note.place else "") in around
    ]


def notes_of_oblasts(edition: Edition, indicator: str, language: str) -> list[str]:
    """Below a table by oblast: what is said of one of them, its name before it. Rayons are too small."""
    return [
        f"{text_in(note.place.short_names or note.place.names, language)}: {note_text(note, language)}"
        for note in figure_notes(edition)
        if note.indicator == indicator and note.place and note.place.level == 1
    ]


def note_text(note: FigureNote, language: str) -> str:
    """Its words, with the days that it speaks of where it names some."""
    words = text_in(note.texts, language)
    days = [short_day_text(day, language) for day in (note.since, note.until) if day]
    return f"{words} ({' – '.join(dict.fromkeys(days))})" if days else words
