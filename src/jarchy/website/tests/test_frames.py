"""What stands around a page for those who are signed in."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import override

from jarchy.charter.models import Edition
from jarchy.website.frames import frame_for
from jarchy.website.tests.reading import read


def test_aigul_has_a_menu_her_name_and_the_way_out(cast):
    with override("ru"):
        address = reverse("fieldwork:today")
    page = read(cast.client(cast.aigul).get(address).content.decode())
    foot = page.all("footer")[0]
    assert page.all("nav", class_="tabs")[0].all("b") and "Aigul" in foot.text
    assert (
        foot.all("form")[0].attributes["action"].startswith("/ru/")
        and page.all("a", class_="leave")[0].attributes["href"] == "/ru/work/call/"
    )
    tongues = page.all("nav", class_="tongues")[0]
    assert [link.attributes["href"] for link in tongues.all("a")] == [
        address.replace("/ru/", "/ky/"), address.replace("/ru/", "/en/"),
    ]  # fmt: skip
    assert tongues.all("b")[0].text == "Русский"
    assert "5 октября 2018" in page.all("p", class_="notice")[0].text


def test_without_a_campaign_a_page_still_has_a_frame(db, rf):
    request = rf.get("/en/account/sign-in/")
    request.user = AnonymousUser()
    frame = frame_for(request)
    assert frame.name == "Jarchy" and not frame.menu and Edition.objects.count() == 0
