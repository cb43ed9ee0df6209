"""A small made-up territory for faults and changes, and the real one of the worked example for look-ups."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jarchy.places import folder
from jarchy.places.models import Boundary, Place, PlaceCode, PlaceName, Population, TerritoryVersion

KG_2018 = Path(__file__).parents[4] / "campaigns" / "kg-2018"
LANGUAGES = ("ky", "ru", "en")
EDITION = SimpleNamespace(prepares_from=date(2018, 7, 2))


@dataclass
class Files:
    """A campaign folder in memory."""

    files: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)


def context(languages=LANGUAGES) -> Any:
    return SimpleNamespace(edition=SimpleNamespace(languages=languages), places={})


def real_folder() -> Files:
    return Files({name: (KG_2018 / name).read_bytes() for name in folder.files})


def loaded(files: Files, languages=LANGUAGES, edition=EDITION) -> folder.Changes:
    """Load a folder that has no errors."""
    data, findings = folder.read(files, context(languages))
    assert [finding for finding in findings if finding.level == "error"] == []
    return folder.load(data, edition, by=None)


@pytest.fixture(scope="module")
def kyrgyzstan(django_db_setup, django_db_blocker):
    """The register of kg-2018, loaded once for the module and taken away after it."""
    with django_db_blocker.unblock():
        loaded(real_folder())
    yield
    with django_db_blocker.unblock():
        for model in (PlaceName, PlaceCode, Population, Boundary, TerritoryVersion):
            model.objects.all().delete()
        Place.objects.update(parent=None, region=None, district=None)
        Place.objects.all().delete()
