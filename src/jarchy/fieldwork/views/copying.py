"""What a page offers to pass on: a text in the language that is asked for, and its picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from jarchy.fieldwork import sharing
from jarchy.fieldwork.problems import Problems
from jarchy.fieldwork.queries import reports
from jarchy.fieldwork.queries.names import Names
from jarchy.fieldwork.views.asked import FIELD, REVIEWERS
from jarchy.formats.pdf import kept_png
from jarchy.people.doors import Request, enter
from jarchy.pictures.share_cards import POINTS_AN_INCH, SIZES, Shape, share_card


@dataclass(frozen=True)
class ToCopy:
    """`tongues`: code, name and whether it is this one, of each language in which the text can be had."""

    text: str
    language: str
    tongues: list[tuple[str, str, bool]]


def to_copy(request: Request, make: Callable[[Names], str], *, default: str = "") -> ToCopy:
    """The text in the language of `?words=`, else in the recipient's, else in the reader's."""
    language = language_of_words(request, default)
    with override(language):
        text = make(Names(request.edition))
    return in_this_language(request, text, language)


def language_of_words(request: Request, default: str = "") -> str:
    wanted = (request.GET.get("words", ""), default, get_language() or "")
    return next((one for one in wanted if one in request.edition.languages), request.edition.languages[0])


def in_this_language(request: Request, text: str, language: str) -> ToCopy:
    """A text that is in this language already, with the ways to the others."""
    names = dict(settings.LANGUAGES)
    tongues = [(one, names.get(one, one), one == language) for one in request.edition.languages]
    return ToCopy(text, language, tongues)


@enter(*FIELD, *REVIEWERS)
@require_safe
def report_card(request: Request, uuid: UUID, shape: str) -> HttpResponse:
    """The picture of a confirmed open report, from the day after; of a closed one there is none."""
    report = reports.whole_report(uuid, request.actor).report
    card = sharing.card_of(report, Names(request.edition))
    if card is None or shape not in SIZES:
        raise Problems.no_card()
    width, height = SIZES[Shape(shape)]
    data = kept_png(share_card(card, Shape(shape)), width=width, height=height, ppi=POINTS_AN_INCH)
    response = HttpResponse(data, content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{request.edition.slug}-{shape}.png"'
    response["Cache-Control"] = "private, no-store"
    return response
