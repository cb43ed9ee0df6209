"""What Collect asks before anything is filled in: the list, the form, the files that come with it; and who it is."""

from __future__ import annotations

import base64
import hashlib
import time

import pytest

from jarchy.forms.tests import tiny
from jarchy.people import actions, devices
from jarchy.people.tests.test_let_a_phone_in import digest
from jarchy.project.tests.phone import Phone

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = "http://jarchy.test"


@pytest.fixture
def form(cast, settings):
    settings.IS_URL_SAID = False
    return tiny.load(cast.edition, tiny.workbook())


def phone_of(cast, account, origin: str = ORIGIN) -> Phone:
    device = actions.add_device(cast.edition, by=cast.actor(account), account=account)
    return Phone(devices.server_url(origin, device.number))


def md5(data: bytes) -> str:
    return f"md5:{hashlib.md5(data).hexdigest()}"


def test_aigul_gets_the_list_the_form_and_its_files(cast, form):
    phone = phone_of(cast, cast.aigul)
    (one,) = phone.forms()
    assert one["formID"] == "tiny-2018_activity_report" and one["version"] == tiny.VERSION and one["name"]
    assert one["downloadUrl"].startswith(phone.server_url + "/")
    xform = phone.get(one["downloadUrl"])
    assert (
        xform.status == 200 and md5(xform.body) == one["hash"] and b"tiny-2018_activity_report" in xform.body
    )
    files = phone.media(one["manifestUrl"])
    assert sorted(file["filename"] for file in files) == ["activities.csv", "adm2.csv"]
    for file in files:
        assert md5(phone.get(file["downloadUrl"]).body) == file["hash"]
    adm2 = next(file for file in files if file["filename"] == "adm2.csv")
    assert phone.get(adm2["downloadUrl"]).body.decode().splitlines()[0].startswith("name,label")


def test_what_it_has_already_is_not_sent_again(cast, form):
    phone = phone_of(cast, cast.aigul)
    (one,) = phone.forms()
    for file in [*phone.media(one["manifestUrl"]), one]:
        first = phone.get(file["downloadUrl"])
        again = phone.get(file["downloadUrl"], If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")


def test_it_may_ask_for_one_form(cast, form):
    phone = phone_of(cast, cast.aigul)
    assert len(phone.forms(formID="tiny-2018_activity_report")) == 1
    assert phone.forms(formID="another") == []


def test_who_may_not_send_a_form_does_not_get_it(cast, form):
    assert phone_of(cast, cast.elena).forms() == []


def test_an_older_version_is_still_given_to_a_phone_in_the_middle_of_getting_it(cast, form):
    phone = phone_of(cast, cast.aigul)
    (old,) = phone.forms()
    tiny.load(cast.edition, tiny.workbook(version="2018090202"))
    (new,) = phone.forms()
    assert new["version"] == "2018090202" and new["hash"] != old["hash"]
    assert phone.get(old["downloadUrl"]).status == 200


def test_a_form_may_say_that_collect_edits_what_was_sent(cast, form):
    tiny.load(cast.edition, tiny.workbook(version="2018090202", client_editable="yes"))
    phone = phone_of(cast, cast.aigul)
    (one,) = phone.forms()
    assert b'client-editable="true"' in phone.get(one["downloadUrl"]).body
    assert phone.send(tiny.xml(form_id=one["formID"], version=one["version"])).status == 201


def test_before_it_sends_it_hears_how_much_it_may_send(cast, form, settings):
    answer = phone_of(cast, cast.aigul).head()
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["x-openrosa-accept-content-length"] == str(settings.LARGEST_BODY)


@pytest.mark.parametrize("what", ["formList", "submission", "forms/tiny-2018_activity_report/aa/manifest"])
def test_a_wrong_token_is_shut_out_in_words(cast, form, what):
    phone = Phone(f"{ORIGIN}/openrosa/key/{'A' * 28}")
    answer = phone.get(f"{phone.server_url}/{what}")
    assert answer.status == 401 and answer.message
    assert answer.challenges == ['Phone realm="Jarchy"'], "no password would help it"


def test_a_phone_that_was_taken_back_is_shut_out(cast, form):
    phone = phone_of(cast, cast.aigul)
    actions.revoke_device(cast.aigul.devices.get(), by=cast.actor(cast.aigul))
    assert phone.form_list().status == phone.head().status == 401


def test_without_a_token_it_signs_in_by_digest_and_over_https_by_basic(cast, form):
    number = actions.add_device(cast.edition, by=cast.actor(cast.aigul), account=cast.aigul).number
    password = devices.password_of(number)
    phone = Phone(f"{ORIGIN}/openrosa")
    asked = phone.form_list()
    assert asked.status == 401 and [c.split()[0] for c in asked.challenges] == ["Digest"]
    target = "/openrosa/formList?deviceID=collect%3Aabc"
    phone.authorization = digest(number, password, now=time.time(), target=target)
    answer = phone.form_list()
    assert answer.status == 200 and b"/openrosa/forms/" in answer.body

    safe = Phone("https://jarchy.test/openrosa")
    assert [c.split()[0] for c in safe.form_list().challenges] == ["Digest", "Basic"]
    safe.authorization = "Basic " + base64.b64encode(f"{number}:{password}".encode()).decode()
    (one,) = safe.forms()
    assert one["downloadUrl"].startswith("https://jarchy.test/openrosa/forms/")
    safe.authorization = "Basic " + base64.b64encode(f"{number}:wrong".encode()).decode()
    assert safe.form_list().status == 401


def test_where_the_address_is_said_it_stands_in_the_list(cast, form, settings):
    settings.IS_URL_SAID, settings.URL = True, "https://campaign.example.org"
    (one,) = phone_of(cast, cast.aigul).forms()
    assert one["downloadUrl"].startswith("https://campaign.example.org/openrosa/key/")


@pytest.mark.parametrize("what", ["", "forms", "../work/", "formList/x", "key", "forms/a/b/media/../../c"])
def test_there_is_nothing_else_for_phones(cast, form, what):
    phone = phone_of(cast, cast.aigul)
    answer = phone.get(f"{phone.server_url}/{what}")
    assert answer.status == 404 and answer.message


def test_no_token_stands_in_the_log(cast, form, capfd):
    phone = phone_of(cast, cast.aigul)
    phone.form_list()
    phone.get(f"{phone.server_url}/nothing")
    said = capfd.readouterr()
    assert phone.server_url.rsplit("/", 1)[1] not in said.out + said.err
