"""jarchy places find before any campaign is loaded."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_without_a_territory_it_says_how_to_load_one():
    with pytest.raises(CommandError, match="jarchy charter load"):
        call_command("places", "find", "Osh")
