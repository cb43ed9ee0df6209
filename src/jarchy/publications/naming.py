"""Names for the slugs and P-codes of a file, each list asked once; organisations as far as each may be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.utils.translation import override

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition, Organisation
from jarchy.foundation.texts import text_in
from jarchy.ledger.rules import Sight
from jarchy.places.models import Place
from jarchy.publications.problems import Problems
from jarchy.publications.telling import Telling, lead_of, local_partner, village_of


def in_language(make: Callable[..., Any]) -> Callable[..., Any]:
    """Runs make(edition, language, ...) in that language. Raises publications.no_language.

    What it gives may be read later, in another language: every word of the file must be there when it returns.
    """

    @wraps(make)
    def made(edition: Edition, language: str, **asked: Any) -> Any:
        if language not in edition.languages:
            raise Problems.no_language(edition=edition.slug, languages=", ".join(edition.languages))
        with override(language):
            return make(edition, language, **asked)

    return made


class Names:
    """Words of one file in one language. Six queries at the start, none after."""

    def __init__(self, edition: Edition, language: str, sight: Sight) -> None:
        self.language, self.sight = language, sight
        self.kinds = self._choices(edition, "kind")
        self.topics = self._choices(edition, "topic")
        self.telling = Telling(edition, sight)
        self.lead = lead_of(edition)
        bodies = Organisation.objects.filter(participations__edition=edition).distinct()
        self.organisations = {
            slug: self.text_of(texts) for slug, texts in bodies.values_list("slug", "names")
        }
        places = Place.objects.values_list("pcode", "names")
        self.places = {pcode: self.text_of(names) for pcode, names in places}
        self.local_partner = local_partner()

    def text_of(self, texts: Mapping[str, str]) -> str:
        return text_in(texts, self.language)

    def _choices(self, edition: Edition, name: str) -> dict[str, str]:
        rows = charter.choices(edition, name, with_retired=True)
        return {slug: self.text_of(row.names) for slug, row in rows.items()}

    def organisation(self, slug: str, *, beside_village: bool = False) -> str:
        """Its name; “local partner” in public where it may not be named."""
        named = self.telling.may_name(slug, beside_village=beside_village)
        return self.organisations.get(slug, slug) if named else self.local_partner

    def hosts(self, row: Any) -> list[str]:
        """Names of an activity's hosts, the first the counting one; several local partners are said once."""
        in_village = bool(village_of(row))
        return list(
            dict.fromkeys(self.organisation(slug, beside_village=in_village) for slug in row.hosts if slug)
        )
