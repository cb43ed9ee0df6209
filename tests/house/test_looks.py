"""Links to look, over the rooms that fill them: narrow, revocable, logged, and nothing more than a partner sees."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jarchy import people
from jarchy.charter.models import Organisation
from jarchy.fieldwork.tests.conftest import Field, make_field, photo
from jarchy.foundation import files
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions, queries_looks
from jarchy.people.models import LinkOpening, ViewLink
from jarchy.project.logs import WithoutPath
from jarchy.publications import actions as publishing
from jarchy.publications.models import Publication
from jarchy.publications.rules import Door, Format, Kind
from tests.tiny import AGENCY, BEISHEKE, KARA_BUURA, NARYN, SLUG, TALAS

LINKS = f"/en/office/{SLUG}/links/"
OF_NARYN = {"total": "573", "women": "311", "lesson": "Begin earlier.", "host_phone": "0555 123 456"}
OF_TALAS = {
    "total": "82",
    "women": "41",
    "adm1": TALAS,
    "adm2": KARA_BUURA,
    "settlement": BEISHEKE,
    "kind": "stand",
}


@pytest.fixture
def field(db, settings, tmp_path) -> Field:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return make_field()


def make_link(field, what: str, *, days: int = 7) -> str:
    """The path of a link that Daniyar made on his page."""
    said = {"label": "Head of the agency", "what": what, "days": days}
    page = field.cast.client(field.cast.daniyar).post(LINKS, said).content.decode()
    found = re.search(rf"http://\S+(/en/{SLUG}/look/[\w-]+/)", page)
    assert found, page
    return found[1]


def look(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status
    return answer.content.decode()


def make_document(field, kind=Kind.BRIEFING, door=Door.OFFICIAL, language="en", **whose) -> Publication:
    return publishing.make_document(
        field.edition, kind, door=door, language=language, format=Format.PDF, by=house("test"), **whose
    )


def test_a_link_for_one_oblast_shows_nothing_of_another(field):
    field.confirmed(**OF_NARYN)
    field.confirmed(**OF_TALAS)
    page = look(make_link(field, f"oblast:{TALAS}"))
    assert "82" in page
    assert "Beisheke" in page
    assert not any(word in page for word in ("Naryn oblast", "Kara-Suu", "573", "655", "311"))
    page = look(make_link(field, f"oblast:{NARYN}"))
    assert "573" in page
    assert "Beisheke" not in page


def test_no_texts_no_telephones_no_pictures_and_only_what_is_confirmed(field):
    field.confirmed(**OF_NARYN, files={"photo.jpg": photo()}, photo="photo.jpg")
    field.forwarded(total="414", held_on="2018-10-02")
    for what in ("numbers:", f"oblast:{NARYN}"):
        page = look(make_link(field, what))
        assert not any(word in page for word in ("Begin earlier", "0555", "<img", "photo", "414"))
        links = set(re.findall(r'href="([^"]+)"', page))
        inside = [
            url for url in links if not url.startswith(("/static/", "#")) and f"/{SLUG}/look/" not in url
        ]
        assert inside == [], "nothing leads from the page to another"


def test_it_shows_what_a_partner_sees_and_no_more(field):
    """The same reports and the same values as Elena, who signs in as a partner, reads on her pages."""
    field.confirmed(**OF_NARYN)
    elena = field.cast.client(field.cast.elena)
    hers = elena.get("/en/office/numbers/").content.decode()
    page = look(make_link(field, "numbers:"))
    assert re.findall(r"\d[\d,]*(?=</a></td>)", hers) == re.findall(r"<td[^>]*>(\d[\d,]*)</td>", page)
    looker = queries_looks.looker(ViewLink.objects.get())
    assert looker.account is None
    assert {str(grant.role) for grant in looker.grants} == {"partner"}


def test_expired_or_taken_back_it_says_whom_to_ask_and_nothing_else(field):
    field.confirmed(**OF_NARYN)
    path = make_link(field, "numbers:", days=1)
    link = ViewLink.objects.get()
    ViewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = look(path, 410)
    assert "This link is no longer open." in page
    assert "Youth agency" in page
    assert "573" not in page
    ViewLink.objects.update(expires_at=timezone.now() + timedelta(1))
    look(path)
    assert field.cast.client(field.cast.daniyar).post(f"{LINKS}{link.uuid}/revoke/").status_code == 302
    assert "573" not in look(path, 410)
    look(f"/en/{SLUG}/look/{'x' * 43}/", 410)


def test_every_answer_is_secret_and_sets_no_cookie(field):
    path = make_link(field, "numbers:")
    for asked in (path, f"/en/{SLUG}/look/{'x' * 43}/", f"{path}no-such-name/file"):
        answer = Client().get(asked)
        assert not answer.cookies, asked
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "Cookie" not in answer.get("Vary", "")
    assert '<meta name="referrer" content="no-referrer">' in look(path)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("what", ["numbers:", f"oblast:{NARYN}", "briefing:", f"approvals:{AGENCY}"])
def test_every_page_is_there_in_every_language(field, what, language):
    path = make_link(field, what).replace("/en/", f"/{language}/", 1)
    assert f'<html lang="{language}">' in look(path)


def test_whoever_is_signed_in_on_the_telephone_finds_nothing_of_it_around_the_page(field):
    path = make_link(field, "numbers:")
    page = field.cast.client(field.cast.daniyar).get(path).content.decode()
    assert "Sign out" not in page
    assert "/office/" not in page
    assert page == look(path)


def test_each_opening_is_kept_as_a_moment_and_counted_for_the_secretariat(field):
    path = make_link(field, "numbers:")
    look(path)
    look(path)
    Client().head(path)
    assert list(LinkOpening.objects.order_by("pk").values_list("what", flat=True)) == ["page", "page"]
    assert {one.name for one in LinkOpening._meta.concrete_fields} == {"id", "link", "at", "what"}
    page = field.cast.client(field.cast.daniyar).get(LINKS).content.decode()
    assert "Head of the agency" in page
    assert re.search(r'data-label="Opened">2 <small', page)
    assert path not in page, "it is shown once"


def test_the_token_stands_in_no_row_and_no_log(field, caplog):
    path = make_link(field, "numbers:")
    token = path.rstrip("/").rsplit("/", 1)[1]
    assert len(token) == 43, "256 bits"
    assert token not in str([*ViewLink.objects.values(), *AuditLine.objects.values()])
    without = WithoutPath()
    ViewLink.objects.update(revoked_at=timezone.now())
    with caplog.at_level(logging.DEBUG):
        look(path, 410)
        for record in caplog.records:
            without.filter(record)
            assert token not in record.getMessage()


def test_the_latest_briefing_and_its_files_go_through_the_same_door(field):
    field.confirmed(**OF_NARYN)
    path = make_link(field, "briefing:")
    assert "None yet." in look(path)
    make_document(field)
    row = make_document(field)
    page = look(path)
    assert "for official use" in page
    assert "573" in page
    (file,) = re.findall(r'href="([^"]+/file)"', page)
    answer = Client().get(file)
    assert b"".join(answer.streaming_content) == files.open_kept(row.sha256).read(), "the latest one"
    assert answer["Content-Disposition"].startswith("attachment")
    assert LinkOpening.objects.filter(what="file").count() == 1
    ViewLink.objects.update(revoked_at=timezone.now())
    look(file, 410)


def test_one_document_opens_no_other(field):
    field.confirmed(**OF_NARYN)
    first, second = make_document(field), make_document(field, Kind.OBLAST, place=TALAS)
    path = make_link(field, f"document:{first.uuid}")
    assert Client().get(f"{path}{first.uuid}/file").status_code == 200
    assert Client().get(f"{path}{second.uuid}/file").status_code == 410


def test_the_agenda_and_what_is_not_official_have_no_link(field):
    rows = dict(people.looks["document"].rows(field.edition))
    assert rows == {}
    agenda = make_document(field, Kind.AGENDA)
    assert str(agenda.uuid) not in dict(people.looks["document"].rows(field.edition))
    with pytest.raises(ProblemRaised, match=r"^people\.wrong_link"):
        actions.make_link(
            field.edition, "document", str(agenda.uuid), label="x", days=7, by=field.actor(field.cast.daniyar)
        )


def test_the_head_of_an_agency_reads_what_waits_for_her_and_nothing_to_press(field):
    by = field.actor(field.cast.daniyar)
    actions.ask_for_approval(field.edition, "organisations", "organisations", by=by)
    page = look(make_link(field, f"approvals:{AGENCY}"))
    assert "Youth organisation, Talas" in page
    assert "<form" not in page


@pytest.mark.parametrize("days", [0, 31])
def test_not_for_longer_than_thirty_days(field, days):
    with pytest.raises(ProblemRaised, match=r"^people\.wrong_link"):
        actions.make_link(
            field.edition, "numbers", "", label="x", days=days, by=field.actor(field.cast.daniyar)
        )


def test_when_who_made_it_has_left_it_opens_nothing_any_more(field):
    path = make_link(field, "numbers:")
    membership = field.cast.daniyar.memberships.get()
    actions.end_membership(membership, by=field.actor(field.cast.jyldyz))
    look(path, 410)


def test_after_the_day_on_which_people_go_it_is_not_said_for_whom_it_was(field):
    make_link(field, "numbers:")
    field.move_today(field.edition.delete_people_on)
    actions.empty_people_due()
    assert ViewLink.objects.get().label == ""


def test_only_the_secretariat_makes_or_takes_back_a_link(field):
    link, _ = actions.make_link(
        field.edition, "numbers", "", label="x", days=1, by=field.actor(field.cast.daniyar)
    )
    for who in field.cast:
        if who == field.cast.daniyar:
            continue
        for act in (
            lambda by: actions.make_link(field.edition, "numbers", "", label="x", days=1, by=by),
            lambda by: actions.revoke_link(link, by=by),
        ):
            with pytest.raises(ProblemRaised, match=r"^people\.not_allowed"):
                act(field.actor(who))


def test_an_official_briefing_says_on_its_page_and_in_the_list_where_its_approval_stands(field):
    """Asked from its page; approved for its numbers; the next sheet is another text."""
    field.confirmed(**OF_NARYN)
    names = {"ky": "Кызмат", "ru": "Служба", "en": "Migration service"}
    body = Organisation.objects.create(slug="migration", names=names)
    body.participations.create(edition=field.edition, role="lead", order=9)
    row = make_document(field)
    client, page_of = field.cast.client(field.cast.daniyar), f"/en/office/{SLUG}/documents/"
    assert "Migration service was not asked yet" in client.get(f"{page_of}{row.uuid}/").content.decode()
    client.post(f"/en/office/{SLUG}/approvals/ask/", {"what": f"briefing:{row.uuid}"})
    zarina = field.cast.client(field.cast.zarina)
    (link,) = re.findall(rf'href="(/en/work/{SLUG}/approvals/[0-9a-f-]{{36}}/)"',
                         zarina.get(f"/en/work/{SLUG}/approvals/").content.decode())  # fmt: skip
    read = zarina.get(link).content.decode()
    assert "573" in read
    assert row.sha256 in read
    assert b"".join(zarina.get(f"{link}file").streaming_content) == files.open_kept(row.sha256).read()
    (sha256,) = re.findall(r'name="sha256" value="(\w+)"', read)
    zarina.post(f"{link}answer/", {"do": "approve", "sha256": sha256})
    field.edition.example_today += timedelta(3)
    field.edition.save()
    for page in (page_of, f"{page_of}{row.uuid}/"):
        said = client.get(page).content.decode()
        assert "approved by Youth agency, on 5 October 2018" in said
        assert "waits for Migration service since 5 October 2018, overdue: was due on 7 October 2018" in said
    following = make_document(field)
    assert "Youth agency was not asked yet" in client.get(f"{page_of}{following.uuid}/").content.decode()
    public = make_document(field, door=Door.OFFICIAL, kind=Kind.AGENDA)
    assert "was not asked yet" not in client.get(f"{page_of}{public.uuid}/").content.decode()


def test_the_next_sheet_in_the_same_wording_is_covered_by_a_letter_on_it(field):
    field.confirmed(**OF_NARYN)
    first = make_document(field)
    client = field.cast.client(field.cast.daniyar)
    said = {
        "number": "7", "dated_on": "2018-10-01", "what": f"briefing:{first.uuid}", "organisation": AGENCY,
        "until": "2018-12-01",
    }  # fmt: skip
    assert client.post(f"/en/office/{SLUG}/approvals/wording/", said).status_code == 302
    field.confirmed(total="30", held_on="2018-10-04", women="11")
    following, kyrgyz = make_document(field), make_document(field, language="ky")
    for row, state in ((following, "given"), (kyrgyz, "asked")):
        (asked,) = actions.ask_for_approval(
            field.edition, "briefing", str(row.uuid), by=field.actor(field.cast.daniyar)
        )
        assert asked.state == state
