"""What people see on the pages of field and office, through the real addresses."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from jarchy.fieldwork import actions
from jarchy.fieldwork.models import Activity, Report
from jarchy.forms.models import Draft
from jarchy.foundation.audit import note
from jarchy.foundation.narrowing import house
from jarchy.places.models import Place, PlaceName
from jarchy.words.folding import fold
from tests.tiny import BEISHEKE, NARYN, TALAS, YOUTH_NARYN, YOUTH_TALAS

SVG = "{http://www.w3.org/2000/svg}"


def address(name: str, *args: object, language: str = "en") -> str:
    with override(language):
        return reverse(f"fieldwork:{name}", args=args)


@pytest.fixture
def look(field):
    """Opens a page as somebody: its text, with spaces as they are read."""

    def see(who, name: str, *args: object, language: str = "en", query: str = "", status: int = 200) -> str:
        answer = field.cast.client(who).get(address(name, *args, language=language) + query)
        assert answer.status_code == status
        return answer.content.decode()

    return see


@pytest.fixture
def do(field):
    """Sends a form as somebody; the page on which she then stands."""

    def send(who, name: str, *args: object, status: int = 200, **said: object) -> str:
        answer = field.cast.client(who).post(address(name, *args), said, follow=True)
        assert answer.status_code == status
        return answer.content.decode()

    return send


# ---------------------------------------------------------------- the field


def test_aigul_sees_what_to_do_first(field, look):
    report = field.forwarded()
    actions.send_back_report(
        report.uuid, reason="number-unlikely", word="30 or 57?", by=field.actor(field.cast.cholpon)
    )
    field.plan(day=date(2018, 10, 4))
    page = look(field.cast.aigul, "today")
    assert page.index("30 or 57?") < page.index("No report yet.")
    assert "Report an activity" in page
    assert "Day 26 of 49." in page


def test_a_day_without_anything_to_do_says_so(field, look):
    assert "Nothing waits for you." in look(field.cast.aigul, "today")


def test_who_goes_alone_is_warned(field, look):
    field.plan(day=date(2018, 10, 6), team=1)
    assert "Nobody goes alone." in look(field.cast.bakyt, "today")


def test_her_reports_are_a_track_with_reason_and_word(field, look):
    report = field.forwarded()
    actions.send_back_report(
        report.uuid, reason="number-unlikely", word="30 or 57?", by=field.actor(field.cast.cholpon)
    )
    page = look(field.cast.aigul, "my_reports")
    assert "Please complete." in page
    assert "The number looks unlikely. 30 or 57?" in page
    assert "Mend it" in page


def test_mend_it_opens_the_form_with_what_was_sent(field, do):
    report = field.forwarded()
    actions.send_back_report(report.uuid, reason="number-unlikely", by=field.actor(field.cast.cholpon))
    do(field.cast.aigul, "mend", report.uuid)
    draft = Draft.objects.get(account_id=field.cast.aigul.pk)
    assert draft.deprecated_id == report.versions.get().submission.instance_id


def test_report_it_begins_with_her_activity(field, do):
    plan = field.plan(day=date(2018, 10, 4))
    page = do(field.cast.aigul, "start", activity=str(plan.uuid))
    assert Draft.objects.filter(account_id=field.cast.aigul.pk).count() == 1
    assert str(plan.uuid) in page


def test_nobody_mends_the_report_of_another_organisation(field, do):
    do(field.cast.farkhad, "mend", field.forwarded().uuid, status=404)


def test_the_receipt_gives_a_sentence_to_pass_on(field, look):
    page = look(field.cast.aigul, "receipt", field.send(field.cast.aigul).uuid)
    assert "57 people took part: Forum theatre, Kara-Suu, 3 October 2018." in page


def test_of_a_closed_one_it_names_no_more_than_the_rayon(field, look):
    page = look(field.cast.aigul, "receipt", field.send(field.cast.aigul, venue="school").uuid)
    assert "57 people took part in our activity in Kochkor rayon." in page
    assert "Kara-Suu" not in page


def test_bakyt_looks_forwards_and_his_list_is_empty(field, look, do):
    report = field.send(field.cast.aigul)
    assert "57 people" in look(field.cast.bakyt, "waiting")
    assert "Forwarded. A reviewer looks at it next." in do(field.cast.bakyt, "forward", report.uuid)
    assert "No report waits for you." in look(field.cast.bakyt, "waiting")


def test_cancelling_asks_on_a_page_of_its_own(field, look, do):
    report = field.send(field.cast.aigul)
    assert "This cannot be undone." in look(field.cast.bakyt, "void", report.uuid)
    assert "Choose a reason." in do(field.cast.bakyt, "void", report.uuid)
    do(field.cast.bakyt, "void", report.uuid, reason="sent-twice")
    assert Report.objects.get(pk=report.pk).state == "void"


def test_reminders_are_a_text_to_paste(field, look):
    field.plan(day=date(2018, 10, 4))
    page = look(field.cast.bakyt, "reminders")
    assert "• 4 Oct: Forum theatre, Kara-Suu" in page


def test_our_numbers_are_the_ledgers(field, look):
    field.confirmed()
    page = look(field.cast.bakyt, "organisation")
    assert re.search(r"<dd>57</dd><dt>attendances confirmed", page)


# ---------------------------------------------------------------- the plan


FILLED = {
    "date": "2018-10-16",
    "kind": "theatre",
    "venue": "market",
    "place": "another",
    "team": "2",
    "is_open": "on",
}


def test_a_place_is_found_by_its_name(field, do):
    page = do(field.cast.bakyt, "add", **FILLED, place_name="жаны жол")
    assert "Planned. It stands in the list." in page
    assert Activity.objects.get().place.names["en"] == "Jany-Jol"


def test_of_two_places_the_right_one_is_asked_for(field, do):
    alias = {"language": "ru", "name": "Кара-Суу", "folded": fold("Кара-Суу"), "kind": "alias"}
    PlaceName.objects.create(place=Place.objects.get(pcode=BEISHEKE), **alias)
    page = do(field.cast.bakyt, "add", **FILLED, place_name="Кара-Суу")
    assert "Several places have this name." in page
    assert "Beisheke (" in page
    assert Activity.objects.count() == 0
    do(field.cast.bakyt, "add", **{**FILLED, "place": BEISHEKE}, place_name="Кара-Суу")
    assert Activity.objects.get().place.pcode == BEISHEKE


def test_faults_are_listed_above_and_again_at_the_question(field, do):
    page = do(field.cast.bakyt, "add", **{**FILLED, "date": "2019-10-01"}, place_name="Nowhere")
    assert page.count("This day lies outside the campaign.") == 2
    assert page.count("No place of this name is known.") == 2
    assert Activity.objects.count() == 0


def test_a_regional_coordinator_says_for_whom_she_plans(field, look):
    gulnara = field.cast.gulnara
    page = look(gulnara, "plan")
    assert f'href="{address("add")}"' not in page
    assert f'<option value="{YOUTH_NARYN}">' in page
    look(gulnara, "add", query=f"?organisation={YOUTH_NARYN}")


def test_calling_off_and_planning_again(field, do):
    plan = field.plan()
    assert "Nobody came" in do(field.cast.bakyt, "call_off", plan.uuid, reason="nobody-came")
    assert "Planned again." in do(field.cast.bakyt, "plan_again", plan.uuid)


def test_several_are_postponed_from_the_list(field, look, do):
    some = [field.plan(day=date(2018, 10, day)) for day in (8, 9)]
    asked = "?" + "&".join(f"activity={plan.uuid}" for plan in some)
    assert "Postpone 2 activities" in look(field.cast.bakyt, "postpone", query=asked)
    page = do(
        field.cast.bakyt, "postpone", activity=[str(p.uuid) for p in some], to="2018-10-20", reason="snow"
    )
    assert "2 activities postponed." in page
    assert "postponed from 8 Oct" in page


def test_a_copy_stands_a_week_later(field, do):
    do(field.cast.bakyt, "copy", field.plan().uuid)
    assert sorted(Activity.objects.values_list("date", flat=True)) == [date(2018, 10, 9), date(2018, 10, 16)]


# ---------------------------------------------------------------- the office


def test_the_queue_shows_the_worst_first(field, look):
    field.forwarded(total="41", held_on="2018-10-01")
    field.forwarded(total="901", women="", age_14_17="", first_time="")
    page = look(field.cast.cholpon, "queue")
    assert page.index("901") < page.index(">41<")
    assert "901 people are far more than such an activity usually draws: 40 to 200." in page
    assert "901" not in look(field.cast.cholpon, "queue", query="?noticed=none")


def test_several_are_confirmed_by_ticking(field, do):
    some = [field.forwarded(), field.forwarded(held_on="2018-10-02")]
    page = do(field.cast.cholpon, "confirm", report=[str(one.uuid) for one in some])
    assert "2 reports confirmed." in page
    assert field.counted() == 114


def test_its_own_button_confirms_that_one_only(field, do):
    first, second = field.forwarded(), field.forwarded(held_on="2018-10-02")
    do(field.cast.cholpon, "confirm", only=str(first.uuid), report=[str(second.uuid)])
    assert field.counted() == 57


def test_same_activity_from_the_page(field, look, do):
    first = field.confirmed()
    second = field.confirm(field.send(field.cast.farkhad, total="60"))
    assert "Same activity: this one counts" in look(field.cast.cholpon, "review", second.uuid)
    do(field.cast.cholpon, "same", first.uuid, other=str(second.uuid))
    assert field.counted() == 57
    for report in (first, second):  # what is answered is not asked again
        page = look(field.cast.cholpon, "review", report.uuid)
        assert "Joined reports" in page and "Same activity: " not in page
    assert "Not the same" in look(field.cast.cholpon, "review", second.uuid)
    do(field.cast.cholpon, "separate", second.uuid)
    assert field.counted() == 117


def test_a_joined_report_says_that_it_counts_once_the_other_one_is_cancelled(field, look, do):
    first = field.confirmed()
    second = field.confirm(field.send(field.cast.farkhad, total="60"))
    do(field.cast.cholpon, "same", first.uuid, other=str(second.uuid))
    assert "See the one that counts" in look(field.cast.cholpon, "review", second.uuid)
    actions.void_report(first.uuid, reason="sent-twice", by=field.actor(field.cast.cholpon))
    page = look(field.cast.cholpon, "review", second.uuid)
    assert "See the one that counts" not in page and "Confirmed, it counts in that one's stead." in page
    assert "Counted: 60 attendances." in look(field.cast.farkhad, "report", second.uuid)


def test_a_sent_back_report_returns_to_the_queue_when_it_comes_again(field, do):
    report = field.forwarded()
    page = do(
        field.cast.cholpon, "send_back", report.uuid, reason="number-unlikely", word="30?", where="office"
    )
    assert "Nothing waits here." in page
    again = field.send(field.cast.aigul, again=report, total="30", women="16", age_14_17="9", first_time="20")
    assert again.state == "received"


def test_hiding_a_text_and_counting_as_closed_from_the_page(field, look, do):
    report = field.confirmed(lesson="Her aunt said it.")
    assert "Her aunt said it." in look(field.cast.cholpon, "review", report.uuid)
    page = do(field.cast.cholpon, "hide_text", report.uuid, question="lesson")
    assert "Her aunt" not in page
    do(field.cast.cholpon, "openness", report.uuid, count_as="closed", why="a class")
    assert field.counted(public=True) == 0


def test_a_telephone_in_a_text_is_masked_for_everybody(field, look):
    report = field.send(field.cast.aigul, lesson="Ring her at 0555 123 456.")
    assert "0555" not in look(field.cast.bakyt, "report", report.uuid)
    assert "0555" not in look(field.cast.cholpon, "review", report.uuid)


def test_the_partner_reads_confirmed_reports_without_texts_and_ways(field, look):
    waiting, counted = field.forwarded(held_on="2018-10-02"), field.confirmed(lesson="Begin earlier.")
    page = look(field.cast.elena, "review", counted.uuid)
    assert "57" in page
    assert not any(word in page for word in ("Begin earlier", "Its way", "Please look", "Confirm<"))
    look(field.cast.elena, "review", waiting.uuid, status=404)


def test_the_office_day_in_one_sentence(field, look):
    field.plan(day=date(2018, 10, 1))
    field.forwarded()
    page = look(field.cast.daniyar, "office")
    assert "1 report waits for you." in page
    assert "1 planned activity has no report." in page


def test_a_number_opens_to_the_reports_behind_it(field, look):
    report = field.confirmed()
    page = look(field.cast.daniyar, "number", "attendances")
    (link,) = set(re.findall(r'href="([^"]*region=KG04000000000[^"]*)"', page))
    listed = field.cast.client(field.cast.daniyar).get(link.replace("&amp;", "&")).content.decode()
    assert str(report.uuid) in listed


def test_each_reminder_is_in_its_coordinators_language(field, look):
    type(field.cast.farkhad).objects.filter(pk=field.cast.farkhad.pk).update(language="ky")
    field.plan(field.cast.farkhad, organisation=YOUTH_TALAS, day=date(2018, 10, 2))
    field.plan(day=date(2018, 10, 2))
    page = look(field.cast.daniyar, "silent")
    assert "Forum theatre" in page
    assert "/ky/work/" in page


def test_the_record_says_who_did_what(field, look):
    report = field.confirmed()
    page = without_choices(look(field.cast.daniyar, "record", query=f"?key={report.uuid}"))
    assert page.index("report confirmed") < page.index("report forwarded")
    assert "report confirmed" not in without_choices(look(field.cast.jyldyz, "record"))


def test_the_record_says_in_the_readers_language_that_no_account_did_it(field, look):
    note("today set", kind="edition", key="tiny", by=house("midnight"), edition=field.edition.slug)
    assert "<td>түн ортосу</td>" in look(field.cast.daniyar, "record", language="ky")


def without_choices(page: str) -> str:
    return re.sub(r"<option.*?</option>", "", page)


def test_a_regional_coordinator_reads_the_coverage_of_her_own_oblast_alone(field, look):
    page = look(field.cast.gulnara, "coverage")
    assert "Naryn" in page and "Talas" not in page
    assert "Kochkor" in look(field.cast.gulnara, "coverage", NARYN)
    look(field.cast.gulnara, "coverage", TALAS, status=404)
    assert "Talas" in look(field.cast.daniyar, "coverage")


def test_the_coverage_can_be_taken_away_marked_for_official_use_with_its_day_source_and_address(field, look):
    page = look(field.cast.daniyar, "coverage")
    file = address("coverage_picture", "svg")
    assert file in page and address("coverage_picture", "png") in page
    answer = field.cast.client(field.cast.daniyar).get(file)
    said = ["".join(one.itertext()) for one in ElementTree.fromstring(answer.content).iter(f"{SVG}text")]
    assert {"Naryn", "Talas", settings.URL + address("coverage")} <= set(said)
    assert any(line.startswith("As of 5 October 2018, entry ") for line in said)
    assert any(line.startswith("Source: ") for line in said)
    assert any(line.startswith("For official use: exact numbers. Example") for line in said)
    assert answer["Cache-Control"] == "private, no-store"
    picture = field.cast.client(field.cast.daniyar).get(address("coverage_picture", NARYN, "png"))
    assert picture.content.startswith(b"\x89PNG") and "official-days" in picture["Content-Disposition"]
    look(field.cast.daniyar, "coverage_picture", "gif", status=404)


def test_the_picture_of_coverage_shows_nobody_more_than_its_page(field, look):
    svg = look(field.cast.gulnara, "coverage_picture", "svg")
    assert "Naryn" in svg and "Talas" not in svg
    look(field.cast.gulnara, "coverage_picture", TALAS, "svg", status=404)
    for who in (field.cast.aigul, field.cast.elena):
        look(who, "coverage_picture", "svg", status=404)
    assert Client().get(address("coverage_picture", "svg")).status_code == 302, "to the sign-in"


def test_months_are_written_as_on_the_public_pages(field, look):
    page = look(field.cast.daniyar, "coverage", language="ru")
    assert ">сент<" in page and ">Сен<" not in page


def test_made_up_keys_and_filters_are_nothing(field, look):
    for name in ("queue", "all_reports"):
        look(field.cast.daniyar, name, query="?after=x_y_z&place=nowhere&state=odd&since=never")
    look(field.cast.daniyar, "record", query="?before=first")


# ---------------------------------------------------------------- every page


class Faults(HTMLParser):
    """Fields without a label, tables without a caption, styles and scripts inside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: set[str] = set()
        self.fields: list[dict] = []
        self.faults: list[str] = []
        self.inside = 0
        self.tables = self.captions = 0

    def handle_starttag(self, tag: str, attributes: list) -> None:
        said = dict(attributes)
        if (
            "style" in said
            or (tag == "script" and "src" not in said)
            or any(n.startswith("on") for n in said)
        ):
            self.faults.append(f"inline: {tag} {said}")
        if tag == "label":
            self.inside += 1
            self.labels.add(said.get("for") or "")
        is_asked = tag in ("input", "select", "textarea") and said.get("type") != "hidden"
        if is_asked and not (self.inside or "aria-label" in said):
            self.fields.append(said)
        self.tables += tag == "table"
        self.captions += tag == "caption"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "label"

    def found(self) -> list[str]:
        unlabelled = [f"no label: {said}" for said in self.fields if said.get("id", "") not in self.labels]
        bare = [f"{self.tables} tables, {self.captions} captions"] if self.tables != self.captions else []
        return self.faults + unlabelled + bare


def faults_of(page: str) -> list[str]:
    faults = Faults()
    faults.feed(page)
    return faults.found()


def pages_of_all(field) -> list[tuple]:
    report = field.forwarded(lesson="Begin earlier.")
    field.forwarded(total="901", women="", age_14_17="", first_time="")
    plan, past = field.plan(team=1), field.plan(day=date(2018, 10, 2))
    of_field = ["today", "my_reports", "plan", "organisation", "reminders", "waiting", "add"]
    of_office = ["office", "queue", "coverage", "against_plan", "silent", "all_reports", "organisations", "numbers",
                 "record",
                 "use_of_flags"]  # fmt: skip
    found = [(field.cast.bakyt, name, ()) for name in of_field] + [
        (field.cast.daniyar, name, ()) for name in of_office
    ]
    found += [(field.cast.bakyt, name, (report.uuid,)) for name in ("report", "receipt", "send_back", "void")]
    found += [(field.cast.bakyt, name, (plan.uuid,)) for name in ("planned", "change", "call_off")]
    found += [(field.cast.bakyt, "planned", (past.uuid,)), (field.cast.daniyar, "review", (report.uuid,))]
    found += [
        (field.cast.daniyar, "number", ("attendances",)),
        (field.cast.daniyar, "coverage", ("KG04000000000",)),
    ]
    return found


@pytest.mark.parametrize("language", ["en", "ky", "ru"])
def test_every_page_is_real_html_in_every_language(field, look, language):
    for who, name, args in pages_of_all(field):
        page = look(who, name, *args, language=language)
        assert faults_of(page) == [], name
        assert f'<html lang="{language}">' in page
