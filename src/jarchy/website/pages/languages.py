"""The small choice of languages at /: each under its own name. No cookie, nothing guessed from the browser."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from jarchy.charter.models import Edition
from jarchy.foundation.pages import Frame, Tongue


def languages(edition: Edition) -> str:
    """No query; the edition's first language is the page's own."""
    names = dict(settings.LANGUAGES)
    first = edition.languages[0]
    choices = [
        Tongue(code, names.get(code, code), f"/{code}/", is_current=False) for code in edition.languages
    ]
    said = [
        (code, edition.names.get(code, ""), edition.charter.get("example", {}).get(code, ""))
        for code in edition.languages
    ]
    with override(first):
        frame = Frame(language=first, name="Jarchy", where=str(edition.starts.year), home_url="/")
        return render_to_string(
            "website/languages.html",
            {"frame": frame, "choices": choices, "names": said, "is_example": not edition.live},
        )
