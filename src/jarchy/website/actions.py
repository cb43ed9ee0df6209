"""What the public pages do by themselves: weigh the files that they offer."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.foundation.jobs import every
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.publications.coming import coming_calendar
from jarchy.publications.five_w import five_w, five_w_csv, five_w_xlsx
from jarchy.publications.public_json import public_json
from jarchy.website.models import FileSize


def _csv(edition: Edition, language: str) -> int:
    return sum(len(part.encode()) for part in five_w_csv(five_w(edition, language, sight=Sight.PUBLIC)))


def _xlsx(edition: Edition, language: str) -> int:
    with TemporaryFile() as out:
        five_w_xlsx(five_w(edition, language, sight=Sight.PUBLIC), out)
        return out.tell()


def _calendar(edition: Edition, language: str) -> int:
    return len(coming_calendar(edition, language))


def _json(edition: Edition, language: str) -> int:
    return sum(len(part.encode()) for part in public_json(edition))


FILES: dict[str, Callable[[Edition, str], int]] = {
    "5w.csv": _csv, "5w.xlsx": _xlsx, "coming.ics": _calendar, "public.json": _json,
}  # fmt: skip


@every(minutes=5)
def weigh_files() -> list[str]:
    """Make each file once after a midnight and keep its size; the names of those weighed now.

    In constant memory, as when they are loaded; a second run at the same position does nothing.
    """
    weighed = []
    for edition in charter.editions():
        published = ledger.published_position(edition)
        position = published.position if published else 0
        known = FileSize.objects.filter(edition=edition, position=position).values_list("language", "name")
        missing = {(language, name) for language in edition.languages for name in FILES} - set(known)
        for language, name in sorted(missing):
            size = FILES[name](edition, language)
            FileSize.objects.update_or_create(
                edition=edition, language=language, name=name, defaults={"size": size, "position": position}
            )
            weighed.append(f"{edition.slug}/{language}/{name}")
    return weighed
