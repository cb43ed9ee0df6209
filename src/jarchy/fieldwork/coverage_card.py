"""Days by places as staff see them, as a file: exact, so it says for whom it is, and lies behind the sign-in."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from jarchy.charter.models import Edition
from jarchy.fieldwork.coverage import Coverage, frame_of
from jarchy.fieldwork.wording import written
from jarchy.formats.numbers import day_text
from jarchy.foundation.texts import text_in
from jarchy.pictures.cards import Card
from jarchy.pictures.strip_cards import card_of_strip
from jarchy.places.queries import territory


def coverage_card(edition: Edition, coverage: Coverage, *, pcode: str = "") -> str:
    """The SVG in the reader's language, with its day, its source and the page on which it stands."""
    language = get_language() or "en"
    where = text_in(territory().by_pcode[pcode].names if pcode else edition.country_names, language)
    period = f"{day_text(edition.starts, language)} – {day_text(edition.ends, language)}"
    said = gettext("As of {day}, entry {position} of the journal.")
    source = gettext("Source: {campaign}, confirmed reports and plans")
    card = Card(
        title=coverage.words.title, under=f"{where} · {period}",
        foot=(
            said.format(day=day_text(edition.today(), language), position=written(coverage.position)),
            source.format(campaign=text_in(edition.names, language)),
            settings.URL + reverse("fieldwork:coverage", args=[pcode] if pcode else []),
        ),
        alt=coverage.words.description, mark=" ".join(_marks(edition, language)),
    )  # fmt: skip
    return card_of_strip(card, coverage.strips, words=coverage.words, **frame_of(edition))


def _marks(edition: Edition, language: str) -> list[str]:
    found = [gettext("For official use: exact numbers.")]
    if not edition.live:
        example = text_in(edition.charter.get("example", {}), language)
        found.append(example or gettext("Example, not a help service"))
    return found
