"""A phone that sends by itself: let in by its owner or for an organisation, known by its signature, taken back."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest
from django.core.management import call_command

from jarchy.foundation.models import AuditLine
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, devices, phone_sign_in, queries_devices
from jarchy.people.models import Device
from tests.tiny import YOUTH_NARYN

NOW = 1_538_700_000.0
TARGET = "/openrosa/formList?deviceID=collect%3Aabc"


def hers(cast, account=None) -> Device:
    account = account or cast.aigul
    return actions.add_device(cast.edition, by=cast.actor(account), account=account)


def shared(cast, by) -> Device:
    organisation = cast.bakyt.memberships.get().organisation
    return actions.add_device(cast.edition, by=cast.actor(by), organisation=organisation, name="Office phone")


def settings_in(text: str) -> dict:
    return json.loads(zlib.decompress(base64.b64decode(text)))


def test_aigul_sets_up_her_phone_by_a_qr_code_that_is_shown_once(cast):
    page = cast.client(cast.aigul).post("/en/account/phones/own/", {"name": "Redmi"}).content.decode()
    device = Device.objects.get()
    assert device.account == cast.aigul and "<svg" in page
    assert devices.password_of(device.number) in page
    listed = cast.client(cast.aigul).get("/en/account/phones/").content.decode()
    assert "Redmi" in listed and devices.token_of(device.number) not in listed


def test_addresses_begin_as_the_page_was_asked_for(cast, settings):
    settings.IS_URL_SAID = False
    page = cast.client(cast.aigul).post("/en/account/phones/own/", headers={"host": "localhost:8080"})
    assert (
        f"http://localhost:8080/openrosa/key/{devices.token_of(Device.objects.get().number)}"
        in page.content.decode()
    )


def test_the_settings_are_as_collect_reads_them_and_fit_a_code(cast):
    number = hers(cast).number
    text = devices.settings_of(
        devices.server_url("https://campaign.example.org", number),
        name="Коопсуз миграция 2018",
        language="ky",
    )
    said = settings_in(text)
    assert (
        said["general"]["server_url"]
        == f"https://campaign.example.org/openrosa/key/{devices.token_of(number)}"
    )
    assert said["general"]["form_update_mode"] == "match_exactly"
    assert said["general"]["app_language"] == "ru", "Collect has no Kyrgyz"
    assert said["admin"] == {} and len(text) <= 400


def test_a_token_bears_our_signature_and_no_other_passes(cast, settings):
    number = hers(cast).number
    token = devices.token_of(number)
    assert devices.number_of_token(token) == number and len(token) == 28
    for other in ("", token[:-1], token + "A", "A" * 28, token.swapcase(), "é" * 28):
        assert devices.number_of_token(other) is None, other
    settings.DEVICE_KEY = "of another installation"
    assert devices.number_of_token(token) is None


def test_the_database_holds_nothing_to_sign_in_with(cast):
    device = hers(cast)
    row = str(Device.objects.values().get())
    assert devices.token_of(device.number) not in row and devices.password_of(device.number) not in row


def basic(number: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{number}:{password}".encode()).decode()


def digest(number: str, password: str, *, now: float, target: str = TARGET, method: str = "GET") -> str:
    """As a phone answers the challenge."""
    challenge = phone_sign_in.challenges(now=now, is_https=False)[0]
    nonce = re.search(r'nonce="([^"]+)"', challenge)[1]
    first = phone_sign_in._md5(number, "Jarchy", password)
    response = phone_sign_in._md5(first, nonce, "00000001", "abc", "auth", phone_sign_in._md5(method, target))
    return (
        f'Digest username="{number}", realm="Jarchy", nonce="{nonce}", uri="{target}", qop=auth, nc=00000001, '
        f'cnonce="abc", response="{response}", algorithm=MD5'
    )


def number_in(header: str, *, now: float = NOW, target: str = TARGET) -> str | None:
    return phone_sign_in.signed_in(header, method="GET", target=target, now=now).number


def test_basic_and_digest_know_the_password(cast):
    number = hers(cast).number
    password = devices.password_of(number)
    assert number_in(basic(number, password)) == number
    assert number_in(digest(number, password, now=NOW)) == number
    for wrong in (
        basic(number, "wrong"),
        digest(number, "wrong", now=NOW),
        "Basic %%%",
        "Digest",
        "",
        "Bearer x",
    ):
        assert number_in(wrong) is None, wrong


def test_a_digest_serves_its_own_address_and_only_for_a_while(cast):
    number = hers(cast).number
    said = digest(number, devices.password_of(number), now=NOW)
    assert number_in(said, target="/openrosa/submission") is None
    late = phone_sign_in.signed_in(said, method="GET", target=TARGET, now=NOW + 601)
    assert (late.number, late.is_stale) == (None, True)
    forged = said.replace(f"{int(NOW):x}.", f"{int(NOW) + 500:x}.")
    assert number_in(forged) is None


def test_basic_is_offered_over_https_alone():
    assert [c.split()[0] for c in phone_sign_in.challenges(now=NOW, is_https=False)] == ["Digest"]
    assert [c.split()[0] for c in phone_sign_in.challenges(now=NOW, is_https=True)] == ["Digest", "Basic"]


def test_a_shared_phone_sends_as_its_organisation(cast):
    device = shared(cast, cast.bakyt)
    actor = queries_devices.actors_of([device])[device.number]
    assert actor.account is None
    assert [grant.organisation for grant in actor.grants] == [YOUTH_NARYN]


def test_her_own_phone_may_what_she_may_in_its_edition(cast):
    device = hers(cast)
    assert queries_devices.actors_of([device])[device.number] == cast.actor(cast.aigul)


def test_nobody_lets_in_a_phone_for_others(cast):
    for by, account in ((cast.farkhad, cast.aigul), (cast.bakyt, cast.aigul), (cast.islam, cast.islam)):
        with pytest.raises(ProblemRaised, match=r"^people\.not_allowed: "):
            actions.add_device(cast.edition, by=cast.actor(by), account=account)
    for by in (cast.farkhad, cast.aigul):
        with pytest.raises(ProblemRaised, match=r"^people\.not_allowed: "):
            shared(cast, by)


def test_who_sees_and_takes_back_which(cast):
    device, office = hers(cast), shared(cast, cast.daniyar)
    for who, sees in (
        (cast.aigul, {device}), (cast.bakyt, {device, office}), (cast.daniyar, {device, office}),
        (cast.jyldyz, {device, office}), (cast.farkhad, set()), (cast.elena, set()),
    ):  # fmt: skip
        assert set(queries_devices.devices_of(cast.edition, cast.actor(who))) == sees, who
    answer = cast.client(cast.farkhad).post(f"/en/account/phones/{device.number}/revoke/")
    assert answer.status_code == 404
    cast.client(cast.aigul).post(f"/en/account/phones/{device.number}/revoke/")
    assert queries_devices.devices_by([device.number, office.number]) == {office.number: office}


def test_letting_in_and_taking_back_leave_a_line_each(cast):
    device = hers(cast)
    for _ in range(2):
        actions.revoke_device(device, by=cast.actor(cast.aigul))
    lines = AuditLine.objects.filter(kind="device").order_by("pk").values_list("verb", "account", "key")
    assert list(lines) == [
        ("phone let in", cast.aigul.pk, device.number), ("phone taken back", cast.aigul.pk, device.number),
    ]  # fmt: skip


def test_with_her_account_her_phone_is_shut_out(cast):
    device = actions.add_device(
        cast.edition, by=cast.actor(cast.aigul), account=cast.aigul, name="Aigul's Redmi"
    )
    actions.empty_account(cast.aigul, by=cast.actor(cast.aigul))
    device.refresh_from_db()
    assert device.revoked_at and device.name == ""
    assert queries_devices.devices_by([device.number]) == {}


def test_at_the_command_line_it_is_told_once(cast, capsys, settings):
    slug = cast.edition.slug
    call_command("forms", "device", "add", "--edition", slug, "--for", "aigul@example.org", "--json")
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["device", "server_url", "token", "username", "password", "settings"]
    assert told["server_url"] == f"{settings.URL}/openrosa/key/{told['token']}"
    assert settings_in(told["settings"])["general"]["server_url"] == told["server_url"]
    assert number_in(basic(told["username"], told["password"])) == told["device"]
    call_command(
        "forms",
        "device",
        "add",
        "--edition",
        slug,
        "--shared",
        "Office",
        "--organisation",
        YOUTH_NARYN,
        "--json",
    )
    assert json.loads(capsys.readouterr().out)["device"] != told["device"]
    call_command("forms", "device", "revoke", told["device"])
    assert Device.objects.get(number=told["device"]).revoked_at
