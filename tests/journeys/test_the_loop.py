"""The main job, as its people do it: from an invitation to a public figure, and back."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import House, sign_in

pytestmark = pytest.mark.browser
PASSWORD = "a-long-word-for-tests"
VISIBLE_WITHIN = 30  # seconds; the promise is 5, measured by bench: timing decides no test


def test_a_report_becomes_a_public_figure_and_falls_again(
    running_house: House, phone: BrowserContext, desk: BrowserContext
) -> None:
    house = running_house
    coordinator = sign_in(desk, house, "coordinator")
    volunteer = join_by_invitation(phone, invitation_from(coordinator, house))
    before = public_attendances(house, phone)

    sent = report_street_action(volunteer, house, total=37, women=20)
    forward(sent, coordinator, house)
    reviewer = changing_places(desk, house, "secretariat")
    send_back(sent, reviewer, house, word="The plan says one square. Who counted?")
    mend(volunteer, house, asked="Who counted?", total=41)
    forward(sent, changing_places(desk, house, "coordinator"), house)

    reviewer = changing_places(desk, house, "secretariat")
    report = confirm(sent, reviewer, house)
    until(
        lambda: public_attendances(house, phone) == before + 41,
        "the public figure has risen by what was confirmed",
    )
    staff_open_the_figure_down_to(report, reviewer, house)
    the_public_does_not_read_the_line_yet(report, phone, house)

    cancel(reviewer, house, report)
    until(lambda: public_attendances(house, phone) == before, "the public figure has fallen again")
    house.jarchy("ledger", "verify")


def changing_places(desk: BrowserContext, house: House, role: str) -> Page:
    """Somebody else sits down at the desk."""
    desk.clear_cookies()
    return sign_in(desk, house, role)


def invitation_from(coordinator: Page, house: House) -> str:
    """The link that the coordinator sends to her group."""
    coordinator.goto(f"{house.url}/en/account/invitations/new/")
    coordinator.get_by_role("button", name="Make the invitation").click()
    coordinator.wait_for_load_state()
    found = re.search(rf"{re.escape(house.url)}/\w+/account/join/[\w-]+/", coordinator.content())
    assert found, coordinator.locator("main").inner_text()
    return found[0]


def join_by_invitation(phone: BrowserContext, link: str) -> Page:
    page = phone.new_page()
    page.goto(link)
    page.goto(page.url.replace("/ky/", "/en/").replace("/ru/", "/en/"))
    page.get_by_label("Your name").fill("Volunteer of a test")
    page.get_by_label("E-mail or phone").fill("0555 123 456")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("18 or older").check()
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(lambda address: "/join/" not in address)
    return page


def public_attendances(house: House, phone: BrowserContext) -> int:
    """As the public page of the figure has it."""
    page = phone.new_page()
    page.goto(f"{house.url}/en/kg-2018/numbers/attendances/")
    said = page.locator(".value").first.inner_text()
    page.close()
    digits = re.sub(r"\D", "", said)
    return int(digits) if digits else 0


def report_street_action(volunteer: Page, house: House, *, total: int, women: int) -> str:
    """The report's UUID, as it stands in the address of what she reads then: others may wait in this house too."""
    volunteer.goto(f"{house.url}/en/work/")
    volunteer.get_by_role("button", name="Report an activity").click()
    choose(volunteer, activity="new")
    volunteer.locator("[name=held_on]").fill("2018-11-03")
    choose(volunteer, adm1="KG04000000000")
    choose(volunteer, adm2="KG04235000000")
    choose(volunteer, venue="street", kind="street", topics="trafficking")
    go_on(volunteer)
    choose(volunteer, cohosts="none", languages="ky", guests="none")
    go_on(volunteer)
    volunteer.locator("[name=total]").fill(str(total))
    volunteer.locator("[name=total]").blur()
    choose(volunteer, counted="heads")
    volunteer.locator("[name=women]").fill(str(women))
    go_on(volunteer)
    volunteer.locator("[name=handed_out]").fill("40")
    go_on(volunteer)
    send(volunteer)
    address = re.search(r"/work/reports/([0-9a-f-]+)/", volunteer.url)
    assert address, volunteer.url
    return address[1]


def choose(page: Page, **answers: str) -> None:
    """Pick a choice, whether it is offered as a list or as buttons; where it decides what is asked, see that too."""
    for name, value in answers.items():
        field = page.locator(f"select[name={name}], [name={name}][value='{value}']").first
        field.wait_for(state="attached")
        decides = field.get_attribute("data-again") is not None
        shown = page.locator("#form-page").element_handle()
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.check(force=True)
        if decides:  # pressed before that, “go on” shows the same page with its new questions
            page.wait_for_function("shown => !shown.isConnected", arg=shown)


def press(page: Page | Locator, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Send a form by its button, and wait for the page that comes of it: a click alone returns before it is kept."""
    whole = page.page if isinstance(page, Locator) else page
    with whole.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).first.click()


def go_on(page: Page) -> None:
    press(page, "Save and go on")
    expect(page.get_by_role("alert")).to_have_count(0)


def send(page: Page) -> None:
    press(page, re.compile("^Send"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("received|come", re.I))


def forward(sent: str, coordinator: Page, house: House) -> None:
    coordinator.goto(f"{house.url}/en/work/waiting/")
    press(coordinator.locator(f"form[action*='{sent}']"), re.compile("^Forward it"))


def send_back(sent: str, reviewer: Page, house: House, *, word: str) -> None:
    open_in_the_queue(sent, reviewer, house)
    reviewer.get_by_role("link", name="Send back").click()
    reviewer.locator("[name=reason]").first.check(force=True)
    reviewer.get_by_label("A word to who sent it").fill(word)
    press(reviewer, "Send it back")


def open_in_the_queue(sent: str, reviewer: Page, house: House) -> str:
    """The address of the report that waits."""
    reviewer.goto(f"{house.url}/en/office/queue/")
    reviewer.locator(f".queue a[href*='/office/reports/{sent}']").first.click()
    reviewer.wait_for_url(re.compile(f"/office/reports/{sent}"))
    return reviewer.url


def mend(volunteer: Page, house: House, *, asked: str, total: int) -> None:
    """The volunteer reads why it came back, changes the number and sends it again."""
    volunteer.goto(f"{house.url}/en/work/reports/")
    expect(volunteer.locator("main")).to_contain_text(asked)
    volunteer.get_by_role("button", name="Mend it").or_(
        volunteer.get_by_role("link", name="Mend it")
    ).first.click()
    volunteer.wait_for_url(re.compile("/work/forms/"))
    for _ in range(6):
        if volunteer.locator("[name=total]").count():
            volunteer.locator("[name=total]").fill(str(total))
        if not volunteer.get_by_role("button", name="Save and go on").count():
            break
        go_on(volunteer)
    send(volunteer)


def confirm(sent: str, reviewer: Page, house: House) -> str:
    address = open_in_the_queue(sent, reviewer, house)
    press(reviewer, "Confirm", exact=True)
    return address


def staff_open_the_figure_down_to(report: str, reviewer: Page, house: House) -> None:
    """The number, its oblast's row, the report."""
    reviewer.goto(f"{house.url}/en/office/numbers/attendances/")
    reviewer.locator("a[href*='region=KG04000000000']").first.click()
    reviewer.locator(f"a[href*='{report.rstrip('/').rsplit('/', 1)[1]}']").first.click()
    reviewer.wait_for_url(re.compile("/office/reports/[0-9a-f]"))
    assert reviewer.url.split("?")[0] == report.split("?")[0]


def the_public_does_not_read_the_line_yet(report: str, phone: BrowserContext, house: House) -> None:
    """An open activity's own line comes the day after its numbers."""
    page = phone.new_page()
    page.goto(f"{house.url}/en/kg-2018/numbers/attendances/made-of/")
    assert "Kochkor" not in page.locator("main").inner_text()
    page.close()


def cancel(reviewer: Page, house: House, report: str) -> None:
    reviewer.goto(report)
    reviewer.get_by_role("link", name=re.compile("Cancel")).first.click()
    reviewer.locator("[name=reason]").first.check(force=True)
    press(reviewer, "Cancel this report")


def until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + VISIBLE_WITHIN
    while not is_so():
        assert time.monotonic() < deadline, f"within {VISIBLE_WITHIN} s: {what}"
        time.sleep(0.2)
