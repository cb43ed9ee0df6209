"""The media log and weeks in figures as pages ask for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.fieldwork.actions.small_forms import MEDIA, MODELS, WEEK, Small, refusal_of
from jarchy.fieldwork.models import MediaItem, WeekInFigures
from jarchy.fieldwork.queries.evidence import Evidence
from jarchy.fieldwork.queries.reports import Page
from jarchy.fieldwork.rules import ReportState
from jarchy.fieldwork.small_forms import OTHER
from jarchy.fieldwork.wording import MEDIA_KINDS, OTHER_TOPIC, STATES
from jarchy.forms.models import FormVersion
from jarchy.forms.queries import answers_in_words, labels_of
from jarchy.foundation.narrowing import Actor
from jarchy.foundation.texts import text_in

PAGE = 25
BESIDE = (
    "edition", "organisation", "submission", "other_answers__form_version", "other_answers__edition",
    "other_answers__organisation",
)  # fmt: skip
# What nobody has confirmed yet, and what was confirmed before it came again with other answers.
WAITS = Q(state=ReportState.RECEIVED) | Q(state=ReportState.CONFIRMED, other_answers__isnull=False)


@dataclass(frozen=True)
class Names:
    """What slugs are called in the reader's language."""

    kinds: Mapping[str, str]
    languages: Mapping[str, str]
    topics: Mapping[str, str]
    helplines: Mapping[str, str]


def names_of(edition: Edition) -> Names:
    """Two queries."""
    topics = {slug: text_in(row.names) for slug, row in charter.choices(edition, "topic").items()}
    return Names(
        kinds={slug: str(name) for slug, name in MEDIA_KINDS.items()},
        languages={slug: text_in(words) for slug, words in edition.activity_languages.items()},
        topics=topics | {OTHER: str(OTHER_TOPIC)},
        helplines={row.slug: row.number for row in charter.helplines(edition)},
    )


@dataclass(frozen=True)
class ShownSmall:
    """A row with what its reader may do. `alike`: other items with the same link; `others`: what was answered
    otherwise under the same instance id, by the question, for whoever decides between the two.
    """

    one: Small
    is_media: bool
    state: str
    is_late: bool
    topics: Sequence[tuple[str, int]]
    alike: int
    others: Sequence[tuple[str, str]]
    may_confirm: bool
    may_send_back: bool
    may_void: bool
    may_mend: bool


def rows_of(edition: Edition, actor: Actor, kind: str, *, before: int | None = None) -> Page:
    """Of one kind, newest first, as far as this actor may see. `after` of the page is a key, "" at the end."""
    rows = MODELS[kind].objects.visible_to(actor).filter(edition=edition)
    rows = rows.select_related(*BESIDE).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def waiting_small_forms(edition: Edition, actor: Actor) -> list[Small]:
    """What waits for a reviewer, the oldest first, at most a page of each kind. Two queries."""
    found: list[Small] = []
    for model in MODELS.values():
        rows = model.objects.visible_to(actor).filter(WAITS, edition=edition)
        found += rows.select_related(*BESIDE).order_by("received_on", "pk")[:PAGE]
    return sorted(found, key=lambda one: (one.received_at, one.uuid))


def how_many_wait(edition: Edition, actor: Actor) -> int:
    return sum(
        model.objects.visible_to(actor).filter(WAITS, edition=edition).count() for model in MODELS.values()
    )


def shown_small(rows: Sequence[Small], actor: Actor, names: Names) -> list[ShownSmall]:
    """One query: how often the same link was entered."""
    links = {one.link for one in rows if isinstance(one, MediaItem) and one.link}
    rows_alike = MediaItem.objects.filter(link__in=links, edition__in={one.edition_id for one in rows})
    said = rows_alike.exclude(state=ReportState.VOID).values_list("link", flat=True) if links else ()
    alike = Counter(said)
    return [_shown(one, actor, names, alike) for one in rows]


def _shown(one: Small, actor: Actor, names: Names, alike: Mapping[str, int]) -> ShownSmall:
    topics = one.topics if isinstance(one, WeekInFigures) else {}
    is_sender = one.sender_id is not None and one.sender_id == actor.account
    is_waiting = one.state == ReportState.RECEIVED or one.other_answers_id is not None
    may_void = one.state != ReportState.VOID and refusal_of(one, "void", actor) is None
    return ShownSmall(
        one=one, is_media=isinstance(one, MediaItem), state=str(STATES[ReportState(one.state)]),
        is_late=one.state == ReportState.SENT_BACK,
        topics=[(names.topics.get(slug, slug), calls) for slug, calls in sorted(topics.items())],
        alike=max(0, alike.get(one.link, 0) - 1) if isinstance(one, MediaItem) else 0,
        others=_others(one) if may_void else (),
        may_confirm=is_waiting and refusal_of(one, "confirm", actor) is None,
        may_send_back=one.state != ReportState.SENT_BACK and refusal_of(one, "send-back", actor) is None,
        may_void=may_void,
        may_mend=is_sender and one.state != ReportState.VOID,
    )  # fmt: skip


def _others(one: Small) -> list[tuple[str, str]]:
    """Where the other answers say something else than those that stand: the question, and what they say."""
    if one.other_answers is None:
        return []
    mine, theirs = one.submission.answers, one.other_answers.answers
    said = {told.name: told.text for told in answers_in_words(one.other_answers)}
    labels = labels_of(one.other_answers.form_version)
    names = [name for name in labels if mine.get(name, "") != theirs.get(name, "")]
    return [(labels[name], said.get(name, "–")) for name in names]


def has_form(edition: Edition, kind: str) -> bool:
    """Whether the campaign asks this at all: its folder may leave the form out."""
    return FormVersion.objects.filter(edition=edition, form_id=kind, is_current=True).exists()


def open_media(source_ids: Sequence[UUID], actor: Actor | None) -> dict[UUID, Evidence]:
    return _evidence(MEDIA, source_ids, actor)


def open_weeks(source_ids: Sequence[UUID], actor: Actor | None) -> dict[UUID, Evidence]:
    return _evidence(WEEK, source_ids, actor)


def _evidence(kind: str, source_ids: Sequence[UUID], actor: Actor | None) -> dict[UUID, Evidence]:
    """What stands behind lines of the ledger, for whoever may open it: the public reads the sums alone."""
    if actor is None:
        return {}
    page = "fieldwork:media" if kind == MEDIA else "fieldwork:weeks"
    rows = (
        MODELS[kind]
        .objects.filter(uuid__in=source_ids)
        .visible_to(actor)
        .select_related("organisation", "edition")
    )
    return {
        one.uuid: Evidence(
            source_id=one.uuid, day=one.published_on if isinstance(one, MediaItem) else one.week,
            kind=one.kind if isinstance(one, MediaItem) else one.helpline, place=one.edition.country_names,
            organisation=one.organisation.names if one.organisation else {}, is_open=True,
            url=f"{reverse(page)}#{one.uuid}",
        )
        for one in rows
    }  # fmt: skip
