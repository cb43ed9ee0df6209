"""What Collect sends, in one post or several, again, corrected, cut off, hostile: kept once, kept apart or refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from jarchy.charter.rules import EditionState
from jarchy.fieldwork.models import Noticed, Report
from jarchy.fieldwork.rules import ReportState
from jarchy.forms.actions import parcel_of
from jarchy.forms.models import Attachment, FormVersion, KeptApart, Submission, UnreadableBody
from jarchy.forms.tests import tiny
from jarchy.forms.tests.test_keep_pictures import PLACE, picture
from jarchy.foundation.models import AuditLine
from jarchy.people import actions, devices
from jarchy.people.models import Device
from jarchy.project.tests.phone import BOUNDARY, Answered, Phone, multipart, work_off
from jarchy.project.tests.test_phones_get_forms import ORIGIN, form, phone_of  # noqa: F401  a fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("form", "media")]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def phone(cast) -> Phone:
    return phone_of(cast, cast.aigul)


def xml(**answers) -> bytes:
    return tiny.xml(form_id=answers.pop("form_id", "tiny-2018_activity_report"), **answers)


def kept() -> list[tuple[str, str]]:
    return list(Submission.objects.order_by("pk").values_list("instance_id", "state"))


def findings() -> list[str]:
    return [finding["code"] for finding in Submission.objects.get().findings]


def test_aiguls_report_is_received_and_she_is_told_in_her_language(phone, cast):
    cast.aigul.language = "ru"
    cast.aigul.save()
    answer = phone.send(xml())
    assert (answer.status, answer.message) == (201, "Получено. Спасибо.")
    row = Submission.objects.get()
    assert (row.channel, row.account, row.state) == ("phone", cast.aigul, "kept")
    assert Report.objects.get().state == ReportState.RECEIVED
    assert Device.objects.get().seen_at


def test_the_same_again_is_received_once(phone):
    for body in (xml(), xml(), xml().replace(b"<total>37", b"<total> 37")):
        assert phone.send(body).status == 201
    assert kept() == [("uuid:1", "kept")]
    assert Report.objects.count() == 1


def test_other_answers_under_the_same_id_free_the_phone_and_are_kept(phone):
    phone.send(xml())
    answer = phone.send(xml(total="99"))
    assert answer.status == 202 and answer.message
    assert kept() == [("uuid:1", "kept"), ("uuid:1", "conflict")]


def test_twenty_phones_at_once_with_one_report_and_one_each(phone, cast):
    bodies = [xml(instance_id="uuid:shared")] * 10 + [
        xml(instance_id=f"uuid:{n}", total=str(n)) for n in range(10)
    ]
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(phone.send, bodies))
    assert {answer.status for answer in answers} == {201}
    assert Submission.objects.count() == Report.objects.count() == 11


def test_pictures_come_in_several_posts(phone):
    body = xml(photo="1.jpg", lesson="See 2.jpg")
    first = phone.send(body, {"1.jpg": picture()}, has_more=True)
    last = phone.send(body, {"2.jpg": picture(colour="red"), "voice.amr": b"#!AMR not a picture"})
    assert (first.status, last.status) == (201, 201) and "more files" in first.message
    work_off()
    files = dict(Attachment.objects.values_list("name", "is_sealed"))
    assert files == {"1.jpg": False, "2.jpg": False, "voice.amr": True}
    assert "forms.file_unnamed" in findings(), "of a file that came in the second post"
    assert "forms.picture_unreadable" not in findings(), "sound is kept without a word"
    assert kept() == [("uuid:1", "kept")]


def test_a_picture_lies_sealed_until_it_is_made_anew_and_what_the_camera_wrote_is_nowhere(phone, tmp_path):
    def lying() -> bytes:
        return b"".join(path.read_bytes() for path in (tmp_path / "media").rglob("*") if path.is_file())

    phone.send(xml(photo="1.jpg"), {"1.jpg": picture()})
    row = Attachment.objects.get()
    assert row.is_waiting and row.is_sealed and b"JFIF" not in lying() and PLACE not in lying()
    for _ in range(2):
        work_off()
    row.refresh_from_db()
    assert not row.is_waiting and not row.is_sealed and PLACE not in lying()
    assert len([path for path in (tmp_path / "media").rglob("*") if path.is_file()]) == 1, (
        "the sealed one is gone"
    )
    assert phone.send(xml(photo="1.jpg"), {"1.jpg": picture()}).status == 201
    assert Attachment.objects.count() == 1, "it is known by what it was when it came"


def test_a_picture_that_comes_later_is_shown_with_its_report(phone, cast):
    phone.send(xml(photo="1.jpg"), has_more=True)
    assert Report.objects.get().photo == ""
    phone.send(xml(photo="1.jpg"), {"voice.amr": b"no picture"}, has_more=True)
    assert Report.objects.get().photo == "", "sound is no picture"
    phone.send(xml(photo="1.jpg"), {"1.jpg": picture()})
    work_off()
    shown = Report.objects.get()
    assert shown.photo == Attachment.objects.get(name="1.jpg").file_hash and shown.photo_hash is not None


def test_a_later_picture_that_was_seen_before_is_noticed(phone, cast):
    answers = {"adm1": "KG04000000000", "adm2": "KG04220000000", "photo": "1.jpg"}
    for number in range(2):
        body = xml(instance_id=f"uuid:{number}", **answers)
        phone.send(body, has_more=True)
        phone.send(body, {"1.jpg": picture()})
    work_off()
    assert Noticed.objects.filter(flag="picture_seen").count() == 1


def test_a_picture_again_with_other_bytes_is_kept_beside_the_first(phone):
    body = xml(photo="1.jpg")
    for colour in ("red", "blue", "red"):
        phone.send(body, {"1.jpg": picture(colour=colour)})
    work_off()
    assert Attachment.objects.count() == 2
    assert Report.objects.get().photo == Attachment.objects.order_by("-pk")[0].file_hash, (
        "the newest is shown"
    )


def test_names_of_files_lead_nowhere(phone, settings, tmp_path):
    for name in ("../../etc/passwd", "C:\\windows\\x.jpg", "/abs.jpg", "..", ""):
        assert phone.send(xml(), {name: b"data"}).status == 201, name
    assert all(
        "/" not in name and "\\" not in name for name in Attachment.objects.values_list("name", flat=True)
    )
    assert {path.name for path in tmp_path.iterdir()} <= {"media", "home"}


def test_the_xml_alone_is_taken_as_well(phone):
    assert phone.post(xml(), "text/xml; charset=utf-8").status == 201
    assert phone.post(xml(instance_id="uuid:2"), "application/xml").status == 201
    assert len(kept()) == 2


def test_without_an_id_the_same_bytes_are_one_report(phone):
    for _ in range(2):
        assert phone.send(xml(instance_id=None)).status == 201
    assert len(kept()) == 1


def test_an_unknown_version_is_received_and_flagged(phone):
    assert phone.send(xml(version="1999")).status == 201
    assert "forms.version_unknown" in findings()


def test_an_edit_is_the_next_version_of_the_report(phone):
    phone.send(xml())
    assert phone.send(xml(instance_id="uuid:2", corrects="uuid:1", total="38")).status == 201
    report = Report.objects.get()
    assert (report.version, report.total) == (2, 38)


def test_an_edit_of_what_is_unknown_or_was_corrected_is_kept_as_a_conflict(phone):
    assert phone.send(xml(instance_id="uuid:9", corrects="uuid:8")).status == 202
    phone.send(xml())
    phone.send(xml(instance_id="uuid:2", corrects="uuid:1", total="38"))
    assert phone.send(xml(instance_id="uuid:3", corrects="uuid:1", total="39")).status == 202
    assert [state for _, state in kept()] == ["conflict", "kept", "kept", "conflict"]
    assert Report.objects.count() == 1


def test_an_edit_that_overtook_its_report_is_shown_beside_it(phone):
    phone.send(xml(instance_id="uuid:2", corrects="uuid:1", total="38"))
    phone.send(xml())
    edit, report = Submission.objects.order_by("pk")
    assert edit.conflicts_with == report
    assert Report.objects.get().noticed.filter(flag="other_answers").exists()


def test_farkhads_edit_of_aiguls_report_is_a_conflict(phone, cast):
    phone.send(xml())
    answer = phone_of(cast, cast.farkhad).send(xml(instance_id="uuid:2", corrects="uuid:1", total="5"))
    assert answer.status == 202
    assert Report.objects.get().total == 37


def test_an_unknown_form_is_kept_apart_sealed(phone, tmp_path):
    body = xml(form_id="tiny-2018_another", host_phone="0555123456")
    for _ in range(2):
        answer = phone.send(body, {"1.jpg": b"picture of 0555123456"})
        assert answer.status == 202 and answer.message
    assert len([path for path in (tmp_path / "media").rglob("*") if path.is_file()]) == 1
    row = KeptApart.objects.get()
    assert (row.why, row.device.account.name) == ("forms.form_unknown", "Aigul")
    parcel = parcel_of(row)
    assert parcel.body == body and dict(parcel.files) == {"1.jpg": b"picture of 0555123456"}
    lying = b"".join(path.read_bytes() for path in (tmp_path / "media").rglob("*") if path.is_file())
    assert b"0555123456" not in lying and b"another" not in lying
    assert Submission.objects.count() == 0


def test_the_secretariat_reads_what_is_kept_apart_and_takes_it_in_when_the_form_is_known(phone, cast):
    phone.send(xml(form_id="tiny-2018_another", host_phone="0555123456", photo="1.jpg"), {"1.jpg": picture()})
    office = cast.client(cast.daniyar)
    page = office.get("/en/work/forms/kept-apart/").content.decode()
    assert "a form that is not known here" in page and "Aigul" in page
    row = KeptApart.objects.get()
    body = office.get(f"/en/work/forms/kept-apart/{row.uuid}/").content
    assert b"<total>37</total>" in body and b"0555123456" not in body
    assert AuditLine.objects.filter(verb="kept apart read", account=cast.daniyar.pk).exists()
    again = f"/en/work/forms/kept-apart/{row.uuid}/take-in/"
    assert office.post(again).status_code == 404, "the form is unknown still"
    FormVersion.objects.update(form_id="another")
    assert office.post(again).status_code == 302
    assert not KeptApart.objects.exists() and Report.objects.get().total == 37
    assert Submission.objects.get().account == cast.aigul and Attachment.objects.get().name == "1.jpg"
    assert office.post(again).status_code == 404


def test_the_secretariat_sees_corrections_of_what_never_came(phone, cast):
    phone.send(xml(instance_id="uuid:9", corrects="uuid:8"))
    assert "uuid:8" in cast.client(cast.daniyar).get("/en/work/forms/kept-apart/").content.decode()


def test_when_her_role_has_ended_it_is_kept_apart(phone, cast):
    actions.end_membership(cast.aigul.memberships.get(), by=cast.actor(cast.daniyar))
    assert phone.send(xml()).status == 202
    assert KeptApart.objects.get().why == "forms.may_not_send"


def test_after_the_last_day_it_is_kept_apart_as_too_late_and_never_counted(phone, cast):
    cast.edition.state = EditionState.PROVISIONAL
    cast.edition.save()
    answer = phone.send(xml())
    assert answer.status == 202 and "late" in answer.message
    assert Report.objects.get().state == ReportState.TOO_LATE


def test_only_an_archived_edition_refuses(phone, cast):
    cast.edition.state = EditionState.ARCHIVED
    cast.edition.save()
    assert phone.send(xml()).status == 410
    assert not Submission.objects.exists() and not KeptApart.objects.exists()


def test_a_wrong_token_and_a_phone_taken_back_are_shut_out(phone, cast):
    assert Phone(f"{ORIGIN}/openrosa/key/{'A' * 28}").send(xml()).status == 401
    actions.revoke_device(Device.objects.get(), by=cast.actor(cast.aigul))
    answer = phone.send(xml())
    assert answer.status == 401 and answer.message
    assert not Submission.objects.exists()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><data id="a">&a;</data>'
DEEP = b"<a>" * 10_000 + b"</a>" * 10_000


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (xml()[:-20], 400), (b"", 400), (b"not xml", 400), (ENTITY, 400), (DEEP, 400),
        (xml(lesson="Begin").replace(b"Begin", b"\xff\xfe"), 400), (b"<data>" + b"x" * 11_000_000 + b"</data>", 413),
    ],
    ids=["cut off", "empty", "no xml", "doctype", "deep", "wrong encoding", "11 MB"],
)  # fmt: skip
def test_what_is_no_whole_xml_is_refused_in_a_sentence(phone, body, status):
    for answer in (phone.send(body), phone.post(body, "text/xml")):
        assert answer.status == status and len(answer.message) > 20, answer
    assert Submission.objects.count() == 0


def test_of_a_body_that_is_cut_off_the_rest_is_kept_masked(phone):
    phone.send(xml(lesson="Call 0555123456")[:-20])
    assert "0555123456" not in UnreadableBody.objects.get().masked


WHOLE = multipart(xml(photo="1.jpg"), {"1.jpg": b"x" * 5000})


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (WHOLE[:-2000], f"multipart/form-data; boundary={BOUNDARY}", 400),
        (WHOLE, "multipart/form-data", 400),
        (WHOLE, "multipart/form-data; boundary=another", 400),
        (b"--\r\n" * 1000, f"multipart/form-data; boundary={BOUNDARY}", 400),
        (
            multipart(xml(), {f"{n}.jpg": b"x" for n in range(200)}),
            f"multipart/form-data; boundary={BOUNDARY}",
            400,
        ),
    ],
    ids=["cut off in a picture", "no boundary", "another boundary", "rubbish", "200 files"],
)
def test_hostile_posts_are_refused_in_a_sentence(phone, body, kind, status):
    answer = phone.post(body, kind)
    assert answer.status == status and answer.message
    assert Submission.objects.count() == 0


def test_more_than_the_bound_is_refused_whether_it_says_so_or_not(phone, settings):
    settings.LARGEST_BODY = 100_000
    answer = phone.send(xml(), {"1.jpg": b"x" * 200_000})
    assert answer.status == 413 and answer.message


def test_an_image_bomb_is_kept_sealed_and_flagged_and_blows_up_nothing(phone):
    packed = BytesIO()
    Image.new("1", (20_000, 20_000)).save(packed, "PNG")
    assert phone.send(xml(photo="1.png"), {"1.png": packed.getvalue()}).status == 201
    work_off()
    assert Attachment.objects.get().is_sealed
    assert "forms.picture_unreadable" in findings()


def test_a_phone_that_several_share_sends_as_its_organisation(cast):
    organisation = cast.bakyt.memberships.get().organisation
    device = actions.add_device(
        cast.edition, by=cast.actor(cast.bakyt), organisation=organisation, name="Office phone"
    )
    phone = Phone(devices.server_url(ORIGIN, device.number))
    assert len(phone.forms()) == 1
    assert phone.send(xml()).status == 201
    row = Submission.objects.get()
    assert (row.account, row.organisation) == (None, organisation)
    assert Report.objects.get().organisation == organisation
    assert AuditLine.objects.get(verb="submission kept").actor == f"phone {device.number}"


def test_a_coordinators_report_counts_as_forwarded_also_beside_a_volunteers(cast):
    """Both come in one group, each with its sender's own rights."""
    phones = [phone_of(cast, account) for account in (cast.aigul, cast.bakyt, cast.farkhad)]

    def send(number: int) -> Answered:
        answers = {"adm1": "KG04000000000", "adm2": "KG04220000000"}
        return phones[number].send(xml(instance_id=f"uuid:{number}", **answers))

    with ThreadPoolExecutor(3) as many:
        assert [answer.status for answer in many.map(send, range(3))] == [201, 201, 201]
    by = {row.submission.instance_id: row.report for row in _versions()}
    assert {row.account_id for row in Submission.objects.all()} == {
        cast.aigul.pk, cast.bakyt.pk, cast.farkhad.pk
    }  # fmt: skip
    assert by["uuid:0"].organisation == by["uuid:1"].organisation != by["uuid:2"].organisation


def _versions():
    from jarchy.fieldwork.models import ReportVersion  # noqa: PLC0415  beside its only use

    return ReportVersion.objects.select_related("submission", "report__organisation")
