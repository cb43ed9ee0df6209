"""What can be taken away, with its format and its size."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from jarchy.charter.models import Edition
from jarchy.website.addresses import Addresses


@dataclass(frozen=True)
class Download:
    name: str
    more: str
    url: str
    format: str


def downloads(edition: Edition, language: str) -> list[Download]:
    at = Addresses(edition.slug, language)
    return [
        Download(
            gettext("Who does what, where, when"),
            gettext("5W table with HXL tags and P-codes"),
            at.download("5w.csv"),
            "CSV",
        ),
        Download(
            gettext("The same as a workbook"),
            gettext("for Excel and LibreOffice"),
            at.download("5w.xlsx"),
            "XLSX",
        ),
        Download(
            gettext("Coming activities"), gettext("for your calendar"), at.download("coming.ics"), "iCalendar"
        ),
        Download(
            gettext("Everything public"),
            gettext("all numbers, for programs"),
            at.download("public.json"),
            "JSON",
        ),
    ]
