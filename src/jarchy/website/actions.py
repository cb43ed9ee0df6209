"""What the public pages do by themselves: make the files that they offer, and weigh them."""

from __future__ import annotations

import os

from jarchy.charter import queries as charter
from jarchy.foundation.jobs import every
from jarchy.ledger import queries as ledger
from jarchy.publications.public_files import MAKERS, public_file
from jarchy.website.models import FileSize


@every(minutes=5)
def weigh_files() -> list[str]:
    """Make each file once after a midnight, before anybody asks, and keep its size; the names of those weighed now.

    In constant memory; a second run at the same position does nothing.
    """
    weighed = []
    for edition in charter.editions():
        published = ledger.published_position(edition)
        position = published.position if published else 0
        known = FileSize.objects.filter(edition=edition, position=position).values_list("language", "name")
        missing = {(language, name) for language in edition.languages for name in MAKERS} - set(known)
        for language, name in sorted(missing):
            with public_file(edition, language, name) as file:
                size = os.fstat(file.fileno()).st_size
            FileSize.objects.update_or_create(
                edition=edition, language=language, name=name, defaults={"size": size, "position": position}
            )
            weighed.append(f"{edition.slug}/{language}/{name}")
    return weighed
