"""The secretariat changes a target, an organisation or a day on a page; it goes back to the folder."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from jarchy.charter.actions import load_folder, save_folder
from jarchy.charter.models import Edition
from jarchy.charter.tests.conftest import Copy, folder, small  # noqa: F401
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.people import actions as people

pytestmark = pytest.mark.django_db
US = house("test")
TARGET = "/en/office/campaign/targets/on_time/"


@pytest.fixture
def office(small: Copy) -> Client:  # noqa: F811
    """The browser of somebody of the secretariat of kg-2018."""
    load_folder(small.path, US)
    account = people.add_account("daniyar@example.org", by=US, name="Daniyar", language="en")
    people.add_membership(account, Edition.objects.get(), Role.SECRETARIAT, by=US)
    client = Client()
    client.force_login(account, backend="jarchy.people.signing_in.SignInBackend")
    return client


def test_a_target_is_shown_beside_what_stands_then_changed_then_saved(office, small, tmp_path):  # noqa: F811
    shown = office.post(TARGET, {"value": "75", "why": "the governors asked"}).content.decode()
    assert "This would change" in shown and "<del>80</del>" in shown and "<ins>75</ins>" in shown
    assert not AuditLine.objects.filter(verb="charter changed").exists()
    office.post(TARGET, {"value": "75", "why": "the governors asked", "sure": "1"})
    line = AuditLine.objects.get(verb="charter changed")
    assert (line.why, line.details) == ("the governors asked", {"value": ["80", "75"]})
    assert "charter save kg-2018" in office.get("/en/office/campaign/").content.decode()
    save_folder(Edition.objects.get(), tmp_path / "out", US)
    assert {row["value"] for row in Copy(tmp_path / "out").rows("targets.csv") if row["id"] == "on_time"} == {
        "75"
    }


def test_what_the_folder_could_not_say_is_explained_at_its_field(office):
    shown = office.post(TARGET, {"value": "80,5", "sure": "1"}).content.decode()
    assert re.search(r'id="id_value_error">[^<]*80.5', shown)
    assert not AuditLine.objects.filter(verb="charter changed").exists()


def test_days_are_shown_as_people_write_them_before_they_are_moved(office):
    shown = office.post("/en/office/campaign/days/", {"reports_until": "2018-12-28"}).content.decode()
    assert "<ins>28 December 2018</ins>" in shown


def test_an_organisation_leaves_and_a_day_is_moved(office):
    slug = Edition.objects.get().participations.last().organisation.slug
    office.post(f"/en/office/campaign/organisations/{slug}/", {"until": "2018-10-20", "sure": "1"})
    office.post("/en/office/campaign/days/", {"reports_until": "2018-12-28", "sure": "1"})
    edition = Edition.objects.get()
    assert str(edition.reports_until) == "2018-12-28"
    assert str(edition.participations.get(organisation__slug=slug).until) == "2018-10-20"


def test_days_out_of_order_are_refused_in_a_sentence(office):
    shown = office.post("/en/office/campaign/days/", {"starts": "2019-09-10", "sure": "1"}).content.decode()
    assert "the campaign would be at fault" in shown and str(Edition.objects.get().starts) == "2018-09-10"
