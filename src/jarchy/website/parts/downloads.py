"""What can be taken away, with its format and its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.formats.numbers import number_text
from jarchy.website.addresses import Addresses
from jarchy.website.models import FileSize

KILOBYTE = 1000


@dataclass(frozen=True)
class Download:
    """`size` in words, "" while it has not been weighed."""

    name: str
    more: str
    url: str
    format: str
    size: str


def downloads(edition: Edition, language: str) -> list[Download]:
    """One query."""
    at = Addresses(edition.slug, language)
    sizes = dict(FileSize.objects.filter(edition=edition, language=language).values_list("name", "size"))
    told = {
        "5w.csv": (
            gettext("Who does what, where, when"),
            gettext("5W table with HXL tags and P-codes"),
            "CSV",
        ),
        "5w.xlsx": (gettext("The same as a workbook"), gettext("for Excel and LibreOffice"), "XLSX"),
        "coming.ics": (gettext("Coming activities"), gettext("for your calendar"), "iCalendar"),
        "public.json": (gettext("Everything public"), gettext("all numbers, for programs"), "JSON"),
    }
    return [
        Download(name, more, at.download(file), kind, _in_words(sizes, file, language))
        for file, (name, more, kind) in told.items()
    ]


def _in_words(sizes: Mapping[str, int], file: str, language: str) -> str:
    if file not in sizes:
        return ""
    kilobytes = max(1, round(sizes[file] / KILOBYTE))
    return gettext("{n} kB").format(n=number_text(kilobytes, language)).replace(" ", "\u00a0")
