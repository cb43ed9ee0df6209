"""Somebody reads the public pages, on a phone and on a desk, by day and by night; and leaves without a trace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

NARYN = "KG04000000000"
PAGES = [
    "/", "/{}/", "/{}/kg-2018/numbers/", "/{}/kg-2018/numbers/attendances/", "/{}/kg-2018/numbers/leaders/",
    f"/{{}}/kg-2018/numbers/attendances/{NARYN}/", "/{}/kg-2018/where/", f"/{{}}/kg-2018/where/{NARYN}/",
    "/{}/kg-2018/coming/", "/{}/kg-2018/organisations/", "/{}/kg-2018/how-we-count/", "/{}/kg-2018/downloads/",
]  # fmt: skip
PHONE, DESK = (360, 800), (1280, 900)

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(PHONE, "light", "ky"), (DESK, "dark", "ru")], ids=["phone by day", "desk by night"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str, list[str]]]:
    """A page of her browser, the language she reads, and what her browser asked for."""
    (width, height), scheme, language = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page, asked = context.new_page(), []
    page.on("request", lambda one: asked.append(one.url))
    yield page, language, asked
    context.close()


def test_no_page_bars_anybody_or_runs_off_the_screen_or_asks_another_site(running_house, reader):
    page, language, asked = reader
    size = page.viewport_size
    for path in PAGES:
        page.set_viewport_size(size)
        page.goto(running_house.url + path.format(language))
        found = Axe().run(page).response["violations"]
        assert not found, [(path, one["id"], one["nodes"][0]["html"]) for one in found]
        for width in (size["width"], 320):  # 320: WCAG 1.4.10, and wide fonts on a cheap phone
            page.set_viewport_size({"width": width, "height": size["height"]})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    assert all(url.startswith(running_house.url) for url in asked)
    assert not page.context.cookies()


def test_leaving_a_page_puts_another_in_its_place_in_the_history(running_house, reader):
    page, language, _ = reader
    page.route(
        "https://meteo.kg/**",
        lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"),
    )
    page.goto(running_house.url + "/")
    page.goto(f"{running_house.url}/{language}/kg-2018/numbers/")
    page.locator("a.leave").click()
    page.wait_for_url("https://meteo.kg/")
    page.go_back()
    assert page.url == running_house.url + "/"
