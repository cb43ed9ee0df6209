"""A note stands beside its number wherever the public reads that number, and one on a rayon on its own page alone."""

from __future__ import annotations

import pytest
from django.test import Client

from jarchy.charter.actions import add_figure_note, load_folder
from jarchy.charter.models import Edition, FigureNote
from jarchy.charter.tests.conftest import Copy, folder, small  # noqa: F401
from jarchy.foundation.narrowing import house

pytestmark = pytest.mark.django_db
US = house("test")
TALAS, TALAS_RAYON = "KG07000000000", "KG07215000000"


@pytest.fixture
def edition(small: Copy) -> Edition:  # noqa: F811
    load_folder(small.path, US)
    return Edition.objects.get()


def note(edition, text="less in Talas: ice", *, place=TALAS) -> FigureNote:
    values = {"indicator": "attendances", "place": place, "since": None, "until": None, "text": {"en": text},
              "source": "illustrative"}  # fmt: skip
    return add_figure_note(edition, values, by=US)


def shown(path: str) -> str:
    return Client().get(f"/en/kg-2018{path}").content.decode()


def test_of_an_oblast_beside_its_number_and_below_the_country_s_table(edition):
    note(edition)
    assert "less in Talas: ice" in shown(f"/numbers/attendances/{TALAS}/")
    assert "less in Talas: ice" in shown("/")
    assert "less in Talas: ice" not in shown("/numbers/attendances/KG04000000000/")
    assert "less in Talas: ice" not in shown(f"/numbers/activities/{TALAS}/")


def test_of_the_country_wherever_the_number_is(edition):
    note(edition, "counted by head from October on", place="")
    for path in ("/", "/numbers/", "/numbers/attendances/", f"/numbers/attendances/{TALAS}/", "/where/"):
        assert "counted by head from October on" in shown(path), path


def test_of_a_rayon_on_its_own_page_alone(edition):
    note(edition, "the pass was closed", place=TALAS_RAYON)
    assert "the pass was closed" in shown(f"/numbers/attendances/{TALAS_RAYON}/")
    for path in ("/", "/numbers/", "/numbers/attendances/", f"/numbers/attendances/{TALAS}/", "/where/"):
        assert "the pass was closed" not in shown(path), path


def test_where_a_language_is_missing_another_is_shown(edition):
    note(edition)
    assert "less in Talas: ice" in Client().get(f"/ky/kg-2018/numbers/attendances/{TALAS}/").content.decode()
