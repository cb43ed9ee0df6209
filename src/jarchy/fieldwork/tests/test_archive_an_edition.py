"""When an edition is archived what could name somebody is gone, provably, and what was counted stands."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client

from jarchy.charter.actions import archive_later, move_state, move_today, sweep_archived
from jarchy.charter.archiving import Emptying, emptyings
from jarchy.charter.models import Archive, Edition, Organisation
from jarchy.charter.rules import EditionState
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Report
from jarchy.fieldwork.tests.conftest import photo
from jarchy.fieldwork.tests.test_correct_after_final import make_final
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.forms.actions.archiving import forget_evidence
from jarchy.forms.models import Draft, HostPhone, Submission
from jarchy.foundation import files
from jarchy.foundation.jobs import run_due
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.sealing import unseal
from jarchy.people import actions as people
from jarchy.people.models import Account
from tests.tiny import YOUTH_NARYN

CANARY = "kanareyka"
PHONE = "0770998877"


@pytest.fixture
def final(field):
    """Reports with texts, a draft, an invitation, people with names: whatever people leave behind. Then final."""
    for person in field.cast:
        person.name, person.email = f"{CANARY} {person.pk}", f"{CANARY}{person.pk}@example.org"
        person.save(update_fields=["name", "email"])
    report = field.forwarded(lesson=f"{CANARY} came late", host_phone=PHONE, files={f"{CANARY}.jpg": photo()},
                             photo=f"{CANARY}.jpg")  # fmt: skip
    field.confirm(report)
    actions.send_back_report(
        field.forwarded(held_on="2018-10-02").uuid, reason="number-unlikely", word=f"ask {CANARY}",
        by=field.actor(field.cast.cholpon),
    )  # fmt: skip
    field.submit(field.cast.aigul, instance="uuid:twice", lesson=f"{CANARY} one")
    field.submit(field.cast.aigul, instance="uuid:twice", lesson=f"{CANARY} two")
    forms.receive_submissions(
        [Incoming(f"<broken {CANARY}".encode(), {}, "phone", field.edition.slug)],
        by=field.actor(field.cast.aigul),
    )
    draft = forms.start_draft(field.edition, "activity_report", by=field.actor(field.cast.aigul))
    forms.save_draft(draft, {"lesson": CANARY}, page=1)
    people.invite(field.edition, Role.VOLUNTEER, by=house("test"),
                  organisation=Organisation.objects.get(slug=YOUTH_NARYN))  # fmt: skip
    make_final(field)
    return field


def archive(field, *, run=True):
    move_state(
        field.edition, EditionState.ARCHIVED, by=field.actor(field.cast.daniyar), early=True, why="a test",
        typed=field.edition.slug,
    )  # fmt: skip
    if run:
        run_due()
    field.edition.refresh_from_db()


def everything_kept() -> str:
    """Every text of every table, sealed ones opened, and every file below JARCHY_HOME."""
    said = []
    for model in apps.get_models():
        columns = [f.attname for f in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*columns):
            for value in row:
                said.append(str(_opened(value)))
    for path in settings.HOME.rglob("*"):
        if path.is_file() and "keys" not in path.parts:
            said.append(path.name + path.read_bytes().decode("latin-1"))
    return "\n".join(said)


def _opened(value):
    if not isinstance(value, (bytes, memoryview)):
        return value
    try:
        return unseal(bytes(value)).decode("utf-8", "replace")
    except Exception:  # not sealed: a file of the folder
        return bytes(value).decode("latin-1")


def test_before_it_the_canaries_are_found_where_people_left_them(final):
    kept = everything_kept()
    assert kept.count(CANARY) > 15 and PHONE in kept


def test_after_it_nobody_is_named_anywhere(final):
    archive(final)
    administrators = Account.objects.filter(emptied_at__isnull=True)
    assert {one.pk for one in administrators} == {final.cast.jyldyz.pk, final.cast.kanat.pk}
    stays = sum(f"{one.name} {one.email}".count(CANARY) for one in administrators)
    kept = everything_kept()
    assert kept.count(CANARY) == stays and PHONE not in kept


def test_numbers_places_decisions_and_fingerprints_stay(final):
    before = Submission.objects.order_by("pk").values_list("canonical_hash", flat=True)
    before, moves = (
        list(before),
        [m.reason for r in Report.objects.order_by("pk") for m in r.moves.order_by("pk")],
    )
    archive(final)
    assert (final.counted(), final.counted(public=True), final.faults()) == (57, 57, [])
    assert list(Submission.objects.order_by("pk").values_list("canonical_hash", flat=True)) == before
    assert [m.reason for r in Report.objects.order_by("pk") for m in r.moves.order_by("pk")] == moves
    answers = Submission.objects.order_by("pk").first().answers
    assert (answers["total"], answers["settlement"], answers["kind"]) == ("57", "KG04235806010", "theatre")
    assert "<total>57</total>" in Submission.objects.order_by("pk").first().body


def test_the_report_says_what_went_and_its_fingerprint_is_right(final):
    archive(final)
    row = Archive.objects.get()
    said = json.loads(row.report)
    rows = {one["table"]: one["rows"] for one in said["deleted"]}
    assert rows["people.Account"] == 11 and rows["forms.Submission"] == 4 and rows["forms.HostPhone"] == 1
    assert rows["forms.Draft"] == 1 and rows["forms.UnreadableBody"] == 1 and rows["people.Invitation"] == 1
    assert {one["until"] for one in said["stays"]} == {"2023-12-03", "2019-03-03", None}
    client = final.cast.client(Account.objects.get(pk=final.cast.jyldyz.pk))
    page = client.get("/en/office/life/").content.decode()
    assert row.sha256 in page and "people.Account" in page
    assert client.get("/en/office/life/deleted.json").content.decode() == row.report
    assert 'people.Account,"accounts' in client.get("/en/office/life/deleted.csv").content.decode()


def test_the_record_tells_of_it_without_a_name(final):
    archive(final)
    line = AuditLine.objects.get(verb="people's data deleted")
    assert line.details["people.Account"] == 11 and line.details["report"] == Archive.objects.get().sha256


def test_pictures_wait_for_their_own_day(final):
    kept = Report.objects.exclude(photo="").get().photo
    archive(final)
    assert files.open_kept(kept)


def test_a_worker_killed_in_the_middle_goes_on_and_counts_each_row_once(final):
    archive(final, run=False)

    def killed(edition, limit):
        raise KeyboardInterrupt

    place = next(n for n, one in enumerate(emptyings) if one.table == "forms.UnreadableBody")
    whole = emptyings[place]
    emptyings[place] = Emptying(whole.table, whole.says, killed)
    try:
        with pytest.raises(KeyboardInterrupt):
            archive_later(final.edition.slug)
    finally:
        emptyings[place] = whole
    assert Archive.objects.get().done_at is None and not Draft.objects.exists()
    archive_later(final.edition.slug)
    archive_later(final.edition.slug)
    row = Archive.objects.get()
    assert row.done_at and row.counts["people.Account"] == 11 and row.counts["forms.Draft"] == 1


def test_what_slipped_in_meanwhile_goes_with_the_next_round(final):
    archive(final)
    late = Submission.objects.order_by("pk").last()
    HostPhone.objects.create(submission=late, sealed=b"x", delete_after=date(2030, 1, 1))
    sweep_archived()
    assert not HostPhone.objects.exists()
    assert AuditLine.objects.filter(verb="people's data deleted").count() == 2


def test_whoever_works_in_another_campaign_stays(final):
    other = Edition.objects.create(
        slug="next-2020", names={}, languages=["en"], prepares_from=date(2020, 1, 1), starts=date(2020, 9, 1),
        ends=date(2020, 12, 1), reports_until=date(2020, 12, 10), final_on=date(2021, 1, 1),
        example_today=date(2020, 1, 1),
    )  # fmt: skip
    people.add_membership(final.cast.cholpon, other, Role.REVIEWER, by=house("test"))
    archive(final)
    final.cast.cholpon.refresh_from_db()
    assert final.cast.cholpon.name.startswith(CANARY)


def test_the_secretariat_that_did_it_can_no_longer_sign_in(final):
    client = final.cast.client(final.cast.daniyar)
    archive(final)
    assert client.get("/en/office/life/").status_code in (302, 404)
    assert Client().get("/en/tiny-2018/").status_code == 200


def test_once_auditors_may_no_longer_ask_answers_go_and_the_journal_stays(final):
    archive(final)
    final.move_today(final.edition.keep_evidence_until)
    forget_evidence()
    assert Submission.objects.exclude(body="").count() == 4
    final.move_today(final.edition.keep_evidence_until + timedelta(1))
    forget_evidence()
    forget_evidence()
    assert not Submission.objects.exclude(body="", answers={}).exists()
    assert (final.counted(), final.faults()) == (57, [])


def test_an_example_that_is_moved_on_deletes_what_it_passes(final):
    """`charter today`: telephones after a month, people on their day, pictures 90 days after the end."""
    kept = Report.objects.exclude(photo="").get().photo
    Edition.objects.update(last_midnight=date(2019, 2, 27), example_today=date(2019, 2, 27))
    move_today(Edition.objects.get(), date(2019, 2, 28), by=house("test"))
    assert not HostPhone.objects.exists() and Account.objects.get(pk=final.cast.aigul.pk).name
    move_today(Edition.objects.get(), date(2019, 3, 3), by=house("test"))
    assert Account.objects.get(pk=final.cast.aigul.pk).name == ""
    assert not Report.objects.exclude(photo="").exists()
    with pytest.raises(FileNotFoundError):
        files.open_kept(kept)
    assert CANARY in str(list(Submission.objects.values_list("answers", flat=True)))  # texts wait for a deed


def test_every_emptying_names_a_table_that_is_there():
    names = {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models()}
    assert {one.table for one in emptyings} <= names
    assert all(isinstance(apps.get_model(one.table), type(models.Model)) for one in emptyings)
