"""The logos at the foot of a document: which may stand there, in their order, once the funder's rules are kept."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.formats.documents import Logo as DrawnLogo
from jarchy.foundation import files
from jarchy.foundation.narrowing import NOBODY
from jarchy.foundation.problems import ProblemRaised
from jarchy.foundation.texts import text_in
from jarchy.pictures.logos import as_svg
from jarchy.publications.documents.asking import Asked
from jarchy.publications.logos import may_be_shown, rows_of, why_not_shown
from jarchy.publications.models import Logo
from jarchy.publications.problems import Problems
from jarchy.publications.rules import Door, LogoSize, in_a_row, is_as_large

BROKEN_RULES = frozenset(
    one.code
    for one in (
        Problems.emblem_missing,
        Problems.emblem_small,
        Problems.sentence_missing,
        Problems.logos_do_not_fit,
    )
)
ROOM = 1780  # tenths of a millimetre between the margins


def logos_on(asked: Asked) -> tuple[DrawnLogo, ...]:
    """Raises emblem_missing, emblem_too_small, sentence_missing, logos_do_not_fit: no document leaves the house that
    breaks what its funder asked for. Two queries at most.
    """
    rules = asked.edition.charter.get("funding", {})
    if asked.language in rules.get("sentence_in", ()) and not rules.get(asked.language):
        raise Problems.sentence_missing(language=asked.language)
    rows = rows_of(asked.edition)
    publicity = charter.publicity(asked.edition) if rows and not asked.is_official else None
    shown = [row for row in rows if may_be_shown(row, asked.language, publicity)]
    if emblem := rules.get("emblem"):
        _look_at_emblem(emblem, rows, shown, asked, publicity)
    sizes = [size_of(row) for row in shown]
    placed = in_a_row(sizes, room=ROOM)
    if shown and not placed:
        raise Problems.logos_do_not_fit(logos=", ".join(row.slug for row in shown))
    if emblem and rules.get("as_large_as_largest", True):
        own = next(one for one in placed if one.slug == emblem)
        if not is_as_large(own, [one for one in placed if one.slug != emblem]):
            raise Problems.emblem_small(emblem=emblem)
    return tuple(_drawn(row, size, asked.language) for row, size in zip(shown, placed, strict=True))


def broken_rules(edition: Edition) -> list[ProblemRaised]:
    """What keeps public documents from being made, each once: for the office, before Friday."""
    found: dict[str, ProblemRaised] = {}
    for language in edition.languages:
        try:
            logos_on(Asked(edition, language, Door.PUBLIC, NOBODY, UUID(int=0)))
        except ProblemRaised as problem:
            found.setdefault(problem.sentence, problem)
    return list(found.values())


def size_of(row: Logo) -> LogoSize:
    return LogoSize.of(
        row.slug,
        height_mm=row.height_mm,
        ratio=row.ratio,
        min_height_mm=row.min_height_mm,
        clear_mm=row.clear_mm,
    )


def _look_at_emblem(emblem: str, rows: list[Logo], shown: list[Logo], asked: Asked, publicity) -> None:
    if any(row.slug == emblem for row in shown):
        return
    row = next((row for row in rows if row.slug == emblem), None)
    why = why_not_shown(row, asked.language, publicity) if row else gettext("logos.csv has no such row")
    raise Problems.emblem_missing(emblem=emblem, why=why)


def _drawn(row: Logo, size: LogoSize, language: str) -> DrawnLogo:
    svg = as_svg(files.path_of(row.sha256).read_bytes(), ending=row.ending, ratio=row.ratio)
    return DrawnLogo(svg, text_in(row.alts, language), size.width, size.height, size.clear)
