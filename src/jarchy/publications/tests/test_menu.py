"""Who finds the exact 5W in the menu."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("who", "finds"), [("daniyar", True), ("cholpon", True), ("aigul", False), ("jyldyz", False)]
)
def test_the_exact_file_is_in_the_menu_of_those_who_may_have_it(cast, who, finds):
    page = cast.client(getattr(cast, who)).get("/en/account/me/").content.decode()
    assert ("/en/office/tiny-2018/5w.xlsx" in page) is finds
