"""Pictures come by WhatsApp: they are added to a report by a link, without signing in, and can be taken back."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jarchy.fieldwork.actions import (
    add_pictures,
    forget_added_pictures,
    make_picture_link,
    take_back_picture,
    void_report,
)
from jarchy.fieldwork.models import ReportPicture
from jarchy.fieldwork.tests.conftest import photo
from jarchy.foundation import files
from jarchy.foundation.models import AuditLine
from jarchy.foundation.problems import ProblemRaised

pytestmark = pytest.mark.django_db


def link(field, report, who: str = "bakyt") -> str:
    return make_picture_link(report.uuid, by=field.actor(getattr(field.cast, who)))[1]


def test_a_confirmed_report_gets_its_photos_and_keeps_its_numbers(field, django_capture_on_commit_callbacks):
    report = field.confirmed()
    before = field.counted()
    with django_capture_on_commit_callbacks(execute=True):
        added = add_pictures(link(field, report), [photo(90), photo(200)], faces="no")
    report.refresh_from_db()
    assert len(added) == 2 and (report.state, field.counted()) == ("confirmed", before)
    page = field.cast.client(field.cast.cholpon).get(f"/en/office/reports/{report.uuid}/").content.decode()
    assert all(str(one.uuid) in page for one in added)
    assert AuditLine.objects.filter(verb="pictures added", key=str(report.uuid)).count() == 1


def test_the_same_photo_again_adds_nothing(field):
    report = field.forwarded()
    token = link(field, report)
    add_pictures(token, [photo()], faces="adults")
    assert add_pictures(token, [photo(), photo()], faces="adults") == []
    assert ReportPicture.objects.count() == 1


@pytest.mark.parametrize(
    ("pictures", "faces", "code"),
    [
        ([], "no", "fieldwork.picture_missing"),
        ([photo()], "children", "fieldwork.picture_of_children"),
        ([photo()], "", "fieldwork.picture_of_children"),
        ([photo(), b"no picture"], "no", "forms.picture_unreadable"),
        ([photo(shade) for shade in (0, 50, 100, 150, 200, 250)], "no", "fieldwork.too_many_pictures"),
    ],
)
def test_what_may_not_come_adds_nothing(field, pictures, faces, code):
    token = link(field, field.forwarded())
    with pytest.raises(ProblemRaised) as refused:
        add_pictures(token, pictures, faces=faces)
    assert refused.value.code == code and not ReportPicture.objects.exists()


def test_a_link_ends_after_a_week_with_the_next_one_and_with_the_report(field):
    report = field.forwarded()
    first, second = link(field, report), link(field, report, "aigul")
    late = timezone.now() + timedelta(days=7, minutes=1)
    for token, now in ((first, None), (second, late), ("made-up", None)):
        with pytest.raises(ProblemRaised) as refused:
            add_pictures(token, [photo()], faces="no", now=now)
        assert refused.value.code == "fieldwork.no_link"
    void_report(report.uuid, by=field.actor(field.cast.cholpon), reason="sent-twice")
    with pytest.raises(ProblemRaised):
        add_pictures(second, [photo()], faces="no")


def test_nobody_of_another_organisation_makes_a_link_or_takes_a_photo_back(field):
    report = field.forwarded()
    (row,) = add_pictures(link(field, report), [photo()], faces="no")
    for act in (
        lambda by: make_picture_link(report.uuid, by=by),
        lambda by: take_back_picture(report.uuid, row.uuid, by=by),
    ):
        for who in (field.cast.farkhad, field.cast.elena, field.cast.cholpon):
            with pytest.raises(ProblemRaised) as refused:
                act(field.actor(who))
            assert refused.value.code == "fieldwork.no_report"


def test_a_photo_taken_back_is_gone_at_once(field, django_capture_on_commit_callbacks):
    report = field.forwarded()
    (row,) = add_pictures(link(field, report), [photo()], faces="no")
    with django_capture_on_commit_callbacks(execute=True):
        take_back_picture(report.uuid, row.uuid, by=field.actor(field.cast.aigul))
    with pytest.raises(FileNotFoundError):
        files.open_kept(row.file_hash)
    address = f"/en/work/reports/{report.uuid}/pictures/{row.uuid}/"
    assert field.cast.client(field.cast.bakyt).get(address).status_code == 404


def test_photos_go_ninety_days_after_the_end(field):
    (row,) = add_pictures(link(field, field.forwarded()), [photo()], faces="no")
    field.move_today(date(2019, 3, 2))
    forget_added_pictures()
    assert ReportPicture.objects.exists()
    field.move_today(date(2019, 3, 3))
    forget_added_pictures()
    assert not ReportPicture.objects.exists()
    with pytest.raises(FileNotFoundError):
        files.open_kept(row.file_hash)


def test_on_the_page_anybody_with_the_link_adds_photos_and_sees_nothing_else(field):
    report = field.forwarded()
    shown = (
        field.cast.client(field.cast.bakyt)
        .post(f"/en/work/reports/{report.uuid}/photo-link/")
        .content.decode()
    )
    address = re.search(r"/en/photos/[\w-]+/", shown)[0]
    anybody = field.cast.client()
    page = anybody.get(address)
    assert page.status_code == 200 and page["Referrer-Policy"] == "no-referrer"
    assert (
        "57" not in re.sub(r"<[^>]*>", "", page.content.decode())
        and str(report.uuid) not in page.content.decode()
    )
    sent = {"photo": [SimpleUploadedFile("a.jpg", photo())], "faces": "no"}
    assert "1 photo has come" in anybody.post(address, sent, follow=True).content.decode()
    refused = anybody.post(address, {"photo": [SimpleUploadedFile("a.jpg", photo(10))], "faces": "children"})
    assert refused.status_code == 422 and "under 18" in refused.content.decode()
    assert anybody.get("/en/photos/made-up/").status_code == 404
