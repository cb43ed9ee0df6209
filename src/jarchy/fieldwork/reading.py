"""The activity report's answers, read into what a report's columns say. Pure, and never raises: a phone's answers are
kept whatever they are; what cannot be read is left empty and noticed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

MOST = 1_000_000  # more than the country has in one place: a slip of the finger, not a crowd


@dataclass(frozen=True)
class Plan:
    """What is known of a planned activity, so that nobody is asked it again."""

    held_on: date
    pcode: str
    kind: str
    venue: str
    topics: tuple[str, ...]
    cohosts: tuple[str, ...] = ()
    is_open: bool = True
    supported_by: str = ""
    team: int | None = None


@dataclass(frozen=True)
class Known:
    """What answers may name: slugs of the edition's lists; age bands by the question's name."""

    kinds: frozenset[str]
    venues: frozenset[str]
    topics: frozenset[str]
    languages: frozenset[str]
    organisations: frozenset[str]
    bands: Mapping[str, str]  # name of the question -> slug of the band


@dataclass(frozen=True)
class Reading:
    """None or "" where nothing readable was said."""

    held_on: date | None
    pcode: str
    kind: str
    venue: str
    topics: tuple[str, ...]
    cohosts: tuple[str, ...]
    languages: tuple[str, ...]
    guests: tuple[str, ...]
    sessions: int
    total: int | None
    counted: str
    women: int | None
    ages: dict[str, int] = field(default_factory=dict)
    first_time: int | None = None
    handed_out: int | None = None
    has_text: bool = False

    @property
    def is_complete(self) -> bool:
        return bool(self.held_on and self.pcode and self.kind and self.venue and self.total is not None)


def read_answers(answers: Mapping[str, str], plan: Plan | None, known: Known) -> Reading:
    """The answers by question name; what was held as planned comes from `plan`."""
    own = plan is None or answers.get("as_planned") == "no"
    total = _number(answers, "total")
    day = _day(answers.get("held_on")) if own else None
    pcode = answers.get("settlement") or answers.get("adm2") or answers.get("adm1") or "" if own else ""
    topics = _many(answers, "topics", known.topics)
    return Reading(
        held_on=day or (plan.held_on if plan else None),
        pcode=pcode or (plan.pcode if plan else ""),
        kind=_one(answers, "kind", known.kinds, own) or (plan.kind if plan else ""),
        venue=_one(answers, "venue", known.venues, own) or (plan.venue if plan else ""),
        topics=topics or (plan.topics if plan else ()),
        cohosts=_many(answers, "cohosts", known.organisations),
        languages=_many(answers, "languages", known.languages),
        guests=tuple(g for g in (answers.get("guests") or "").split() if g != "none"),
        sessions=_number(answers, "sessions", most=20) or 1,
        total=total,
        counted=answers.get("counted") or "",
        women=_within(_number(answers, "women"), total),
        ages=_ages(answers, total, known.bands),
        first_time=_within(_number(answers, "first_time"), total),
        handed_out=_number(answers, "handed_out"),
        has_text=bool((answers.get("lesson") or "").strip()),
    )


def _number(answers: Mapping[str, str], name: str, most: int = MOST) -> int | None:
    text = str(answers.get(name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most else None


def _within(number: int | None, total: int | None) -> int | None:
    return number if number is not None and total is not None and number <= total else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _one(answers: Mapping[str, str], name: str, known: frozenset[str], is_asked: bool) -> str:
    value = answers.get(name) or ""
    return value if is_asked and value in known else ""


def _many(answers: Mapping[str, str], name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Known slugs in the order in which they were ticked, each once; “none” is no slug."""
    return tuple(dict.fromkeys(slug for slug in (answers.get(name) or "").split() if slug in known))


def _ages(answers: Mapping[str, str], total: int | None, bands: Mapping[str, str]) -> dict[str, int]:
    """People by band; none at all where the bands add up to more than the total: then no band can be trusted."""
    given = {slug: number for name, slug in bands.items() if (number := _number(answers, name)) is not None}
    return given if total is not None and sum(given.values()) <= total else {}
