"""One coming activity, to be sent to somebody, and its picture."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import override

from jarchy.charter.models import Edition
from jarchy.charter.one_reading import for_one_reading
from jarchy.formats.pdf import kept_png
from jarchy.pictures.share_cards import POINTS_AN_INCH, SIZES, Shape, share_card
from jarchy.website.addresses import Addresses
from jarchy.website.frozen import is_frozen
from jarchy.website.pages.page import public_page, render
from jarchy.website.parts.event import event as found_event
from jarchy.website.problems import Problems


@public_page
def event(edition: Edition, language: str, *, uuid: UUID) -> str:
    """Raises website.no_event."""
    at = Addresses(edition.slug, language)
    found = found_event(edition, language, uuid)
    cards = {} if is_frozen() else {str(shape): at.event_card(uuid, str(shape)) for shape in Shape}
    return render(
        "event.html", edition, language,
        path=at.event(uuid), title=f"{found.shown.kind}, {found.day}", event=found, cards=cards,
    )  # fmt: skip


def event_card(edition: Edition, language: str, *, uuid: UUID, shape: str) -> bytes:
    """The PNG. Raises website.no_event, website.no_language."""
    if language not in edition.languages:
        raise Problems.no_language()
    if shape not in SIZES:
        raise Problems.no_event()
    with override(language):
        card = found_event(for_one_reading(edition), language, uuid).card
    width, height = SIZES[Shape(shape)]
    return kept_png(share_card(card, Shape(shape)), width=width, height=height, ppi=POINTS_AN_INCH)
