"""The media log and a week in figures: the same door, confirmed by somebody else, numbers of their own."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from jarchy.charter.models import Indicator
from jarchy.fieldwork import actions
from jarchy.fieldwork.models import MediaItem, Report, WeekInFigures
from jarchy.fieldwork.queries import small_forms as queries
from jarchy.fieldwork.rules import ReportState
from jarchy.fieldwork.tests.conftest import Field, give_small_forms
from jarchy.forms import actions as forms
from jarchy.forms.actions import Incoming
from jarchy.foundation.ids import uuid7
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger import actions as ledger_actions
from jarchy.ledger import queries as ledger
from jarchy.ledger.rules import Sight
from jarchy.people import actions as people

MEDIA, WEEK = "media_item", "week_in_figures"
ITEM = {
    "media_kind": "article", "outlet": "Ala-Too news", "published_on": "2018-10-02", "language": "ky",
    "link": "https://example.org/posts/123456789012", "views": "1200", "views_by": "Ala-Too news",
}  # fmt: skip
CALLS = {
    "helpline": "189", "week": "2018-10-03", "calls": "57", "month": "2018-09-12", "topic_migration": "31",
    "topic_trafficking": "4",
}  # fmt: skip


@pytest.fixture
def small(field) -> Field:
    """The tiny campaign with both small forms and the numbers that they come to."""
    give_small_forms(field.edition)
    return field


def send(field, by, form: str, again=None, **answers: str):
    said = (ITEM if form == MEDIA else CALLS) | answers
    said = {name: text for name, text in said.items() if text}
    replaces = again.submission.instance_id if again else None
    body = forms.write_body(field.edition, form, said, instance_id=f"uuid:{uuid7()}", replaces=replaces)
    (outcome,) = forms.receive_submissions(
        [Incoming(body, {}, "web", field.edition.slug)], by=field.actor(by)
    )
    return outcome


def item(field, **more) -> MediaItem:
    outcome = send(field, field.cast.maksat, MEDIA, **more)
    assert outcome.state == "kept", outcome.findings or outcome.problem
    return MediaItem.objects.get(submission=outcome.submission)


def week(field, **more) -> WeekInFigures:
    outcome = send(field, field.cast.elena, WEEK, **more)
    assert outcome.state == "kept", outcome.findings or outcome.problem
    return WeekInFigures.objects.get(submission=outcome.submission)


def confirm(field, one):
    return actions.confirm_small_form(one.uuid, by=field.actor(field.cast.cholpon))


def counted(field, measure: str, *, public: bool = False, **more):
    return ledger.figure(field.edition, measure, sight=Sight.PUBLIC if public else Sight.EXACT, **more).value


def midnight(field) -> None:
    day = field.edition.today() + timedelta(1)
    field.move_today(day)
    ledger_actions.midnight(field.edition, day)


def test_an_item_waits_and_is_counted_once_somebody_else_confirmed_it(small):
    one = item(small)
    assert one.state == ReportState.RECEIVED
    assert counted(small, "media_items") == 0
    confirm(small, one)
    assert (counted(small, "media_items"), counted(small, "views")) == (1, 1200)
    assert counted(small, "attendances") == 0
    assert small.faults() == []


def test_a_week_stands_on_its_monday_and_topics_on_the_months_last_day(small):
    confirm(small, week(small))
    days = ledger.totals(small.edition, ["calls"], by="day", sight=Sight.EXACT)
    assert [(row.key, row.values["calls"]) for row in days.rows] == [("2018-10-01", 57)]
    until = date(2018, 9, 30)
    topics = ledger.totals(small.edition, ["calls"], by="topic", sight=Sight.EXACT, since=until, until=until)
    assert {row.key: row.values["calls"] for row in topics.rows} == {"migration": 31, "trafficking": 4}
    assert counted(small, "calls") == 57


def test_the_public_reads_it_from_the_next_midnight_on_and_no_small_topic(small):
    confirm(small, item(small))
    confirm(small, week(small))
    assert not counted(small, "media_items", public=True)
    midnight(small)
    assert counted(small, "media_items", public=True) == 1
    assert counted(small, "calls", public=True) == 57
    topics = ledger.totals(small.edition, ["calls"], by="topic", sight=Sight.PUBLIC)
    assert {row.key: row.values["calls"] for row in topics.rows if row.values["calls"]} == {"migration": 31}
    Indicator.objects.filter(slug="calls").update(breakdowns=["month", "topic"])
    page = small.cast.client().get(f"/en/{small.edition.slug}/numbers/calls/").content.decode()
    assert "57" in page
    topics = page.partition('aria-labelledby="topics"')[2].partition("</section>")[0]
    assert "Safe migration" in topics and ">31<" in topics
    assert "Trafficking" not in topics


def test_it_is_counted_for_the_country_alone(small):
    confirm(small, week(small))
    for place in ("KG04000000000", "KG04235000000"):
        found = ledger.figure(small.edition, "calls", place=place, sight=Sight.EXACT)
        assert (found.value, found.why_none) == (None, ledger.NATIONAL_ONLY)
    by_place = ledger.totals(small.edition, ["activities", "calls"], by="place1", sight=Sight.EXACT)
    assert all(not row.values["calls"] for row in by_place.rows)


def test_nobody_confirms_what_she_sent_herself(small):
    people.add_membership(small.cast.maksat, small.edition, Role.REVIEWER, by=house("test"))
    one = item(small)
    with pytest.raises(ProblemRaised, match="somebody else confirms it"):
        actions.confirm_small_form(one.uuid, by=small.actor(small.cast.maksat))
    assert confirm(small, one).state == ReportState.CONFIRMED


def test_a_correction_waits_and_then_takes_the_old_numbers_place(small):
    one = item(small)
    confirm(small, one)
    again = item(small, again=one, views="2500")
    assert (again.pk, again.version, again.state) == (one.pk, 2, ReportState.RECEIVED)
    assert counted(small, "views") == 1200
    confirm(small, again)
    assert (counted(small, "views"), counted(small, "media_items")) == (2500, 1)
    assert small.faults() == []


def test_sent_back_or_cancelled_it_is_not_counted_and_she_reads_why(small):
    reviewer = small.actor(small.cast.cholpon)
    one, other = item(small), week(small)
    for row in (one, other):
        confirm(small, row)
    actions.send_back_small_form(one.uuid, word="The link leads nowhere", by=reviewer)
    actions.void_small_form(other.uuid, word="Sent twice", by=reviewer)
    assert [counted(small, name) for name in ("media_items", "views", "calls")] == [0, 0, 0]
    assert "The link leads nowhere" in small.cast.client(small.cast.maksat).get("/en/media/").content.decode()
    assert "Sent twice" in small.cast.client(small.cast.elena).get("/en/week-in-figures/").content.decode()
    with pytest.raises(ProblemRaised, match="stands elsewhere"):
        confirm(small, other)


def test_without_a_word_nothing_is_sent_back(small):
    one = item(small)
    with pytest.raises(ProblemRaised, match="Nothing is said"):
        actions.send_back_small_form(one.uuid, word=" ", by=small.actor(small.cast.cholpon))


def test_a_week_of_a_helpline_counts_once(small):
    confirm(small, week(small))
    again = week(small, calls="60", month="", topic_migration="", topic_trafficking="")
    with pytest.raises(ProblemRaised, match="counts for this week already"):
        confirm(small, again)
    other = week(small, helpline="1899", calls="20")
    confirm(small, other)
    assert counted(small, "calls") == 77


def test_topics_of_a_month_count_once(small):
    confirm(small, week(small))
    with pytest.raises(ProblemRaised, match="this month's topics"):
        confirm(small, week(small, week="2018-09-26"))


def test_what_came_before_the_start_is_counted_apart(small):
    confirm(small, item(small, published_on="2018-09-01"))
    assert counted(small, "media_items") == 0
    lines = ledger.evidence(small.edition, "preparation_media_items", sight=Sight.EXACT).lines
    assert [line.value for line in lines] == [1]


@pytest.mark.parametrize("who", ["aigul", "bakyt", "cholpon", "elena", "farkhad", "gulnara", "islam", "lola"])
def test_the_media_log_is_sent_by_the_press_officer_alone(small, who):
    outcome = send(small, getattr(small.cast, who), MEDIA)
    assert outcome.state == "refused" and outcome.problem.code == "forms.may_not_send"
    assert not MediaItem.objects.exists()


@pytest.mark.parametrize("who", ["aigul", "bakyt", "cholpon", "gulnara", "islam", "lola", "maksat"])
def test_a_week_is_sent_by_a_partner_alone(small, who):
    outcome = send(small, getattr(small.cast, who), WEEK)
    assert outcome.state == "refused" and outcome.problem.code == "forms.may_not_send"


@pytest.mark.parametrize("who", ["elena", "maksat", "lola", "islam"])
def test_none_of_them_reports_an_activity(small, who):
    outcome = small.submit(getattr(small.cast, who))
    assert outcome.state == "refused"
    assert not Report.objects.exists()
    assert (
        small.cast.client(getattr(small.cast, who)).post("/en/work/forms/activity_report/").status_code == 404
    )


def test_an_address_with_a_long_number_is_no_telephone_and_a_telephone_is_none_the_less(small):
    assert item(small).link == ITEM["link"]
    for link in ("call 0555 123 456", "https://wa.me/996555123456", "see https://example.org 0555 123 456"):
        assert send(small, small.cast.maksat, MEDIA, link=link).state == "refused"


def test_each_sees_what_is_hers(small):
    one, own = item(small), week(small)
    other = people.add_account("partner@example.org", by=house("test"), name="P")
    people.add_membership(other, small.edition, Role.PARTNER, by=house("test"))
    assert not WeekInFigures.objects.visible_to(small.actor(other)).exists()
    assert WeekInFigures.objects.visible_to(small.actor(small.cast.elena)).get() == own
    assert not MediaItem.objects.visible_to(small.actor(small.cast.elena)).exists()
    assert MediaItem.objects.visible_to(small.actor(small.cast.maksat)).get() == one
    for who in ("aigul", "bakyt", "gulnara", "islam", "jyldyz", "lola"):
        actor = small.actor(getattr(small.cast, who))
        assert not MediaItem.objects.visible_to(actor).exists()
        assert not WeekInFigures.objects.visible_to(actor).exists()
    client = small.cast.client(other)
    assert client.post(f"/en/entries/{own.uuid}/mend/").status_code == 404


def test_a_number_opens_to_what_stands_behind_it_for_staff_and_to_nothing_for_the_public(small):
    one = confirm(small, item(small))
    found = queries.open_media([one.uuid], small.actor(small.cast.cholpon))
    assert found[one.uuid].url == f"/en/media/#{one.uuid}"
    assert queries.open_media([one.uuid], None) == {}
    assert queries.open_media([one.uuid], small.actor(small.cast.elena)) == {}


# --- on pages


def test_she_fills_it_in_on_the_web_and_finds_it_in_her_log(small):
    client = small.cast.client(small.cast.maksat)
    assert "Add an article or broadcast" in client.get("/en/media/").content.decode()
    page = client.post("/en/work/forms/media_item/", follow=True)
    for answers in (
        {},
        {name: ITEM[name] for name in ("media_kind", "outlet", "published_on", "language", "link")},
        {"views": "1200"},
        {"views": "1200", "views_by": "Ala-Too news"},
    ):
        shown = re.findall(r'name="shown" value="(\w+)"', page.content.decode())
        page = client.post(page.request["PATH_INFO"], {"shown": shown, "go": "next", **answers}, follow=True)
    page = client.post(page.request["PATH_INFO"], follow=True)
    assert page.request["PATH_INFO"] == "/en/media/"
    text = page.content.decode()
    assert "Ala-Too news" in text and "1,200" in text


def test_the_reviewer_confirms_on_her_page_and_the_office_says_how_many_wait(small):
    one = item(small)
    week(small)
    client = small.cast.client(small.cast.cholpon)
    assert "2 entries about media or calls wait." in client.get("/en/office/").content.decode()
    text = client.get("/en/office/media-and-calls/").content.decode()
    assert "Ala-Too news" in text and "57" in text
    client.post(f"/en/office/media-and-calls/{one.uuid}/confirm/")
    one.refresh_from_db()
    assert one.state == ReportState.CONFIRMED
    said = client.post(f"/en/office/media-and-calls/{one.uuid}/send-back/", {"word": ""}, follow=True)
    assert "Nothing is said to whoever sent it." in said.content.decode()


def test_the_same_link_twice_is_said(small):
    item(small)
    item(small)
    text = small.cast.client(small.cast.cholpon).get("/en/office/media-and-calls/").content.decode()
    assert "The same link stands in the log already." in text


def test_press_officer_and_partner_read_the_numbers(small):
    confirm(small, item(small))
    for who in ("maksat", "elena"):
        client = small.cast.client(getattr(small.cast, who))
        assert client.get("/en/office/numbers/").status_code == 200
        assert client.get("/en/office/numbers/media_items/").status_code == 200
    page = small.cast.client(small.cast.maksat).get("/en/office/numbers/activities/").content.decode()
    assert "/office/reports/" not in page


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_it_reads_in_every_language(small, language):
    item(small)
    with override(language):
        page = small.cast.client(small.cast.cholpon).get(f"/{language}/office/media-and-calls/")
    assert page.status_code == 200
