"""The small choice of languages at /: each under its own name. No cookie, nothing guessed from the browser."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from jarchy.charter.models import Edition
from jarchy.foundation.pages import Frame, Problems, Tongue
from jarchy.website import frozen


def languages(edition: Edition) -> str:
    """No query; the edition's first language is the page's own."""
    first = edition.languages[0]
    said = [
        (code, edition.names.get(code, ""), edition.charter.get("example", {}).get(code, ""))
        for code in edition.languages
    ]
    with override(first):
        return render_to_string(
            "website/languages.html",
            {
                "frame": _frame(edition),
                "choices": _choices(edition),
                "names": said,
                "is_example": not edition.live,
            },
        )


def lost(edition: Edition) -> str:
    """What a server of files answers where there is no file, in all languages of the edition; no query."""
    said = []
    for code in edition.languages:
        with override(code):
            said.append((code, str(Problems.no_page.sentence), str(Problems.no_page.remedy)))
    with override(edition.languages[0]):
        return render_to_string(
            "website/lost.html", {"frame": _frame(edition), "choices": _choices(edition), "said": said}
        )


def _frame(edition: Edition) -> Frame:
    first = edition.languages[0]
    return Frame(
        language=first, name="Jarchy", where=str(edition.starts.year), home_url="/",
        notice=frozen.warning(), foot=frozen.foot(first),
    )  # fmt: skip


def _choices(edition: Edition) -> list[Tongue]:
    names = dict(settings.LANGUAGES)
    return [Tongue(code, names.get(code, code), f"/{code}/", is_current=False) for code in edition.languages]
