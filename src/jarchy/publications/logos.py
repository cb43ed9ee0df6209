"""Logos of an edition: in the order of protocol, and whether each may be shown to whoever looks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.charter.rules import may_be_named
from jarchy.publications.models import Logo
from jarchy.publications.problems import Problems


def rows_of(edition: Edition) -> list[Logo]:
    """All of them, in the order of protocol. One query."""
    return list(Logo.objects.filter(edition=edition, is_retired=False).order_by("place_in_order", "pk"))


def why_not_shown(row: Logo, language: str, publicity: Mapping[str, str] | None) -> str:
    """In words; "" where it may be shown. `publicity` of organisations; None where the eyes are not the public's."""
    if not row.permitted_by or row.permitted_on is None:
        return gettext("nobody has permitted it yet")
    if row.languages and language not in row.languages:
        return gettext("it does not stand in this language")
    is_named = publicity is None or not row.organisation
    if not is_named and not may_be_named((publicity or {}).get(row.organisation, "no"), beside_village=False):
        return gettext("its organisation is not named in public")
    return ""


def may_be_shown(row: Logo, language: str, publicity: Mapping[str, str] | None) -> bool:
    return not why_not_shown(row, language, publicity)


def public_logos(edition: Edition, language: str) -> list[Logo]:
    """Those that anybody may see. Two queries at most."""
    rows = rows_of(edition)
    publicity = charter.publicity(edition) if rows else {}
    return [row for row in rows if may_be_shown(row, language, publicity)]


def public_logo(edition: Edition, language: str, slug: str) -> Logo:
    """Raises publications.no_logo."""
    found = next((row for row in public_logos(edition, language) if row.slug == slug), None)
    if found is None:
        raise Problems.no_logo()
    return found
