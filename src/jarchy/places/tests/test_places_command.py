"""jarchy places find, as someone at a keyboard and as a program reads it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def ran(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("places", "find", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.usefixtures("kyrgyzstan")
class TestFind:
    def test_two_that_fit_are_both_listed(self):
        out, err = ran("Osh")
        assert out.splitlines() == ["KG06000000000  Osh oblast", "KG21000000000  Osh city"]
        assert "2 places fit" in err

    def test_one_is_shown_with_what_it_lies_in(self):
        out, err = ran("Нарын шаары")
        assert (out.strip(), err) == ("KG04400000010  Naryn city, Naryn oblast", "")

    def test_a_later_name_says_since_when(self):
        out, _ = ran("Manas", "--on", "2018-10-01", "--level", "2")
        assert "KG03410000010  Jalal-Abad city, Jalal-Abad oblast  (“Manas” since 2025-01-01)" in out

    def test_json_has_stable_keys(self):
        candidates = json.loads(ran("Naryn, Jalal-Abad", "--json")[0])["candidates"]
        assert [candidate["pcode"] for candidate in candidates] == ["KG03211863040"]
        assert list(candidates[0]) == [
            "pcode", "name", "names", "level", "kind", "region", "district", "path", "since", "until",
            "is_of_another_time",
        ]  # fmt: skip
        assert candidates[0]["path"][0]["en"] == "Jalal-Abad oblast"

    def test_nothing_found_is_an_error_for_people_and_an_answer_for_programs(self):
        with pytest.raises(CommandError, match="Atlantis"):
            ran("Atlantis")
        assert json.loads(ran("Atlantis", "--json")[0]) == {"candidates": []}

    def test_a_day_that_is_none_is_refused_with_how_to_write_it(self):
        with pytest.raises(CommandError, match="2018-11-05"):
            ran("Osh", "--on", "5.11.2018")
