"""Names for what rows carry as slugs and P-codes, each list asked once for a page."""

from __future__ import annotations

from functools import cached_property

from jarchy.charter import queries as charter
from jarchy.charter.models import Choice, Edition, Organisation
from jarchy.foundation.texts import text_in
from jarchy.places.queries import territory


class Names:
    """Names of one edition's lists in the reader's language. Each list is one query, when it is first needed."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def _list(self, name: str) -> dict[str, Choice]:
        return charter.choices(self.edition, name, with_retired=True)

    @cached_property
    def kinds(self) -> dict[str, str]:
        return {slug: text_in(row.names) for slug, row in self.kind_rows.items()}

    @cached_property
    def kind_rows(self) -> dict[str, Choice]:
        return self._list("kind")

    @cached_property
    def venues(self) -> dict[str, str]:
        return {slug: text_in(row.names) for slug, row in self._list("venue").items()}

    @cached_property
    def topics(self) -> dict[str, str]:
        return {slug: text_in(row.names) for slug, row in self._list("topic").items()}

    @cached_property
    def audiences(self) -> dict[str, str]:
        return {slug: text_in(row.names) for slug, row in self._list("audience").items()}

    @cached_property
    def reason_rows(self) -> dict[str, Choice]:
        return self._list("reason")

    @cached_property
    def reasons(self) -> dict[str, str]:
        return {slug: text_in(row.names) for slug, row in self.reason_rows.items()}

    def reasons_for(self, verb: str) -> list[tuple[str, str]]:
        """Reasons in use for send_back, void, call_off or postpone: (slug, name)."""
        return [
            (slug, text_in(row.names))
            for slug, row in self.reason_rows.items()
            if row.applies_to == verb and not row.is_retired  # type: ignore[attr-defined]
        ]

    @cached_property
    def organisations(self) -> dict[str, str]:
        rows = Organisation.objects.filter(participations__edition=self.edition).distinct()
        return {row.slug: text_in(row.names) for row in rows}

    @cached_property
    def languages(self) -> dict[str, str]:
        return {slug: text_in(texts) for slug, texts in self.edition.activity_languages.items()}

    @cached_property
    def bands(self) -> dict[str, str]:
        return {band["slug"]: text_in(band.get("names")) or band["slug"] for band in self.edition.age_bands}

    @cached_property
    def places(self) -> dict[str, str]:
        """Oblasts, rayons and towns by P-code, short."""
        return {
            pcode: text_in(place.short_names or place.names) for pcode, place in territory().by_pcode.items()
        }
