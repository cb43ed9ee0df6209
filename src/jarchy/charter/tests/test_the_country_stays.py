"""The place of level 0, on which the country's own numbers stand, is in no folder: loading leaves it alone."""

from __future__ import annotations

import pytest

from jarchy.charter import actions
from jarchy.foundation.narrowing import house
from jarchy.places.loading import the_country
from jarchy.places.queries import territory

pytestmark = pytest.mark.django_db
US = house("test")


def test_a_folder_loaded_again_retires_it_not_and_no_list_has_it(small):
    actions.load_folder(small.path, US)
    country = the_country("KG", {"en": "Kyrgyzstan"})
    assert the_country("KG", {"en": "Another word"}).pk == country.pk
    small.set("territory.csv", "KG04000000000", name_en="Naryn again")
    actions.load_folder(small.path, US)
    country.refresh_from_db()
    assert (country.level, country.valid_to, country.region) == (0, None, country)
    assert "KG" not in territory().by_pcode
    assert len(territory().regions) == 9
