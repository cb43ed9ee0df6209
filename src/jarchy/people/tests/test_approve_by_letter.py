"""One letter approves many at once, or a wording until a day; the sheet that is printed for it."""

from __future__ import annotations

import io
import re
from datetime import date
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jarchy.charter.models import Organisation
from jarchy.foundation import files
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import Approvable, ApprovableRow, actions, approvals
from jarchy.people.actions import LetterSaid
from jarchy.people.models import Approval, Letter, StandingApproval
from jarchy.people.tests.conftest import change_the_words, let_pass
from tests.tiny import AGENCY

DESK = "/en/office/tiny-2018/approvals/"
LETTER = f"{DESK}of/{AGENCY}/letter/"
SAID = LetterSaid("12/4", date(2018, 10, 3))


def raises(code: str):
    return pytest.raises(ProblemRaised, match=f"^{re.escape(code)}: ")


@pytest.fixture
def posts(monkeypatch):
    """A kind with two rows in the same wording and one in another, as messages will be."""
    rows = {"one": "Ring 116 111 today: 5", "two": "Ring 116 111 today: 7", "three": "Another text"}

    def find(edition, row):
        return (
            ApprovableRow(f"Post {row}", rows[row], wording=rows[row].split(":")[0]) if row in rows else None
        )

    kind = Approvable("Posts", lambda edition: [(row, f"Post {row}") for row in rows], find)
    monkeypatch.setitem(approvals, "post", kind)
    return rows


@pytest.fixture
def agency(edition) -> Organisation:
    return Organisation.objects.get(slug=AGENCY)


def ask(cast, *rows: str) -> list[Approval]:
    by = cast.actor(cast.daniyar)
    return [one for row in rows for one in actions.ask_for_approval(cast.edition, "post", row, by=by)]


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


def test_the_weeks_sheet_goes_out_and_one_letter_approves_it_whole(cast, posts):
    rows = ask(cast, "one", "two", "three")
    daniyar = cast.client(cast.daniyar)
    sheet = daniyar.get(f"{DESK}of/{AGENCY}/sheet/").content.decode()
    assert all(row.sha256 in sheet and row.title in sheet for row in rows)
    assert "Another text" not in sheet
    assert sheet.count('<code class="none">') == 3, "a fingerprint breaks where a telephone's page ends"
    assert "Another text" in daniyar.get(f"{DESK}of/{AGENCY}/sheet/?words").content.decode()
    scan = SimpleUploadedFile("scan.png", picture(), "image/png")
    said = {
        "number": "12/4",
        "dated_on": "2018-10-03",
        "scan": scan,
        "approvals": [str(row.uuid) for row in rows],
    }
    assert daniyar.post(LETTER, said).url == DESK
    assert {row.state for row in Approval.objects.all()} == {"given"}
    letter = Letter.objects.get()
    assert letter.approvals.count() == 3
    assert "approved by Youth agency, letter no. 12/4 of 3 October 2018" in daniyar.get(DESK).content.decode()
    kept = daniyar.get(f"{DESK}letters/{letter.uuid}/scan")
    assert kept["Content-Type"] == "image/jpeg", "written anew, whatever came"
    assert kept["Content-Disposition"].startswith("attachment")
    assert cast.client(cast.zarina).get(f"{DESK}letters/{letter.uuid}/scan").status_code == 404


def test_what_was_asked_after_the_sheet_was_printed_is_not_ticked(cast, posts):
    ask(cast, "one", "two")
    daniyar = cast.client(cast.daniyar)
    sheet = daniyar.get(f"{DESK}of/{AGENCY}/sheet/").content.decode()
    (path,) = re.findall(rf'href="({LETTER}\?printed=[0-9a-f-]+)"', sheet)
    ask(cast, "three")
    page = daniyar.get(path).content.decode()
    assert page.count(" checked") == 2
    assert page.count('name="approvals"') == 3
    assert Approval.objects.get(row="three").sha256[:8] in page
    assert " checked" not in daniyar.get(LETTER).content.decode()


def test_the_same_letter_again_changes_nothing_and_a_scan_may_come_later(cast, posts, agency):
    rows = [row.uuid for row in ask(cast, "one", "two")]
    by = cast.actor(cast.daniyar)
    first = actions.enter_letter(cast.edition, agency, SAID, approvals=rows, by=by)
    moment = Approval.objects.get(row="one").decided_at
    with_scan = LetterSaid(SAID.number, SAID.dated_on, b"%PDF-1.7 ...")
    again = actions.enter_letter(cast.edition, agency, with_scan, approvals=rows, by=by)
    assert first.pk == again.pk
    assert (again.scan_suffix, files.open_kept(again.scan_sha256).read()) == ("pdf", b"%PDF-1.7 ...")
    assert Approval.objects.get(row="one").decided_at == moment
    with raises("people.letter_known"):
        other = LetterSaid(SAID.number, SAID.dated_on, b"%PDF-1.4 other")
        actions.enter_letter(cast.edition, agency, other, approvals=rows, by=by)


def test_where_one_does_not_wait_any_more_none_is_approved_and_all_such_are_named(cast, posts, agency):
    rows = ask(cast, "one", "two", "three")
    for row in rows[1:]:
        actions.refuse_approval(row.uuid, reason="no", by=cast.actor(cast.zarina))
    with pytest.raises(ProblemRaised, match="Post two, Post three"):
        actions.enter_letter(
            cast.edition, agency, SAID, approvals=[row.uuid for row in rows], by=cast.actor(cast.daniyar)
        )
    assert Approval.objects.get(row="one").state == "asked"
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "scan", [b"GIF89a", b"<script>", b"\x89PNG\r\n\x1a\nbroken", b"%PDF-" + b"x" * 10_000_000]
)
def test_what_is_no_scan_is_refused_and_nothing_is_approved(cast, posts, agency, scan):
    (row,) = ask(cast, "one")
    said = LetterSaid("1", date(2018, 10, 3), scan)
    with raises("people.scan_refused"):
        actions.enter_letter(cast.edition, agency, said, approvals=[row.uuid], by=cast.actor(cast.daniyar))
    assert Approval.objects.get().state == "asked"
    assert not Letter.objects.exists()


def test_all_faults_of_the_form_at_once(cast, posts):
    ask(cast, "one")
    page = cast.client(cast.daniyar).post(LETTER, {"number": "", "dated_on": "x"})
    assert page.status_code == 422
    assert page.content.decode().count('class="why"') == 3
    future = {"number": "1", "dated_on": "2018-10-06", "approvals": [str(Approval.objects.get().uuid)]}
    page = cast.client(cast.daniyar).post(LETTER, future)
    assert "The letter cannot be entered so." in page.content.decode()


def test_only_the_secretariat_enters_letters_and_only_for_that_organisation(
    cast, posts, agency, second_agency
):
    row = next(one for one in ask(cast, "one") if one.organisation == agency)
    for who in (cast.zarina, cast.cholpon, cast.jyldyz):
        with raises("people.not_allowed"):
            actions.enter_letter(cast.edition, agency, SAID, approvals=[row.uuid], by=cast.actor(who))
    by = cast.actor(cast.daniyar)
    for rows in ([row.uuid], [UUID(int=0)]):
        with raises("people.no_approval"):
            actions.enter_letter(cast.edition, second_agency, SAID, approvals=rows, by=by)


def test_a_letter_on_words_that_were_changed_meanwhile_approved_an_earlier_text(cast, asked, agency):
    change_the_words()
    actions.enter_letter(cast.edition, agency, SAID, approvals=[asked.uuid], by=cast.actor(cast.daniyar))
    assert "approved an earlier text, letter no. 12/4" in cast.client(cast.daniyar).get(DESK).content.decode()


# --- a wording, until a day


def wording_by_page(cast, **said):
    said = {
        "number": "7", "dated_on": "2018-10-01", "what": "post:one", "organisation": AGENCY, "until": "2018-10-20",
        **said,
    }  # fmt: skip
    return cast.client(cast.daniyar).post(f"{DESK}wording/", said)


def test_a_wording_approved_once_covers_what_is_asked_in_it_and_says_by_which_letter(cast, posts):
    assert wording_by_page(cast).status_code == 302
    assert [row.state for row in ask(cast, "two", "three")] == ["given", "asked"]
    page = cast.client(cast.daniyar).get(DESK).content.decode()
    assert "approved by Youth agency, standing until 20 October 2018, letter no. 7 of 1 October 2018" in page


def test_what_waits_already_is_covered_when_the_letter_is_entered(cast, posts):
    ask(cast, "one", "three")
    wording_by_page(cast)
    wording_by_page(cast)
    assert StandingApproval.objects.count() == 1
    assert list(Approval.objects.order_by("row").values_list("row", "state", "how")) == [
        ("one", "given", "standing"), ("three", "asked", ""),
    ]  # fmt: skip


def test_after_its_day_or_its_end_it_covers_nothing_new(cast, posts):
    wording_by_page(cast)
    let_pass(cast.edition, 15)
    assert ask(cast, "one")[0].state == "given", "the last day is included"
    let_pass(cast.edition, 1)
    assert ask(cast, "two")[0].state == "asked"


def test_an_ended_wording_covers_nothing_new_and_what_it_covered_stays(cast, posts):
    wording_by_page(cast)
    (covered,) = ask(cast, "one")
    standing = StandingApproval.objects.get()
    assert cast.client(cast.daniyar).post(f"{DESK}wording/{standing.uuid}/end/").status_code == 302
    assert ask(cast, "two")[0].state == "asked"
    covered.refresh_from_db()
    assert covered.state == "given"


@pytest.mark.parametrize("until", ["2018-10-04", "2020-01-01"])
def test_it_ends_neither_yesterday_nor_in_years(cast, posts, until):
    page = wording_by_page(cast, until=until)
    assert "It cannot run from that day until that day." in page.content.decode()
    assert not StandingApproval.objects.exists()


# --- a wording, by the approver's own click

MINE = "/en/work/tiny-2018/approvals/"


def click(cast, row: Approval, *, who=None, **said):
    said = {"sha256": row.wording_sha256, "until": "2018-10-20", **said}
    return cast.client(who or cast.zarina).post(f"{MINE}{row.uuid}/wording/", said)


def test_zarina_reads_the_wording_and_approves_it_by_click_until_a_day(cast, posts):
    waits, other = ask(cast, "one", "three")
    page = cast.client(cast.zarina).get(f"{MINE}{waits.uuid}/wording/").content.decode()
    assert "Ring 116 111 today" in page and "today: 5" not in page
    assert click(cast, waits).url == MINE
    assert click(cast, waits).url == MINE, "twice is no fault"
    assert StandingApproval.objects.count() == 1
    assert [row.state for row in ask(cast, "one", "two", "three")] == ["given", "given", "asked"]
    said = "standing until 20 October 2018, by click on 5 October 2018"
    for who, path in ((cast.daniyar, DESK), (cast.zarina, MINE)):
        assert said in cast.client(who).get(path).content.decode()
    assert not cast.client(cast.zarina).get(f"{MINE}{other.uuid}/").content.decode().count("/wording/")


def test_she_ends_it_by_click_and_so_does_the_secretariat(cast, posts, second_agency):
    (waits, *_others) = ask(cast, "one")
    click(cast, waits)
    standing = StandingApproval.objects.get()
    end = f"{MINE}wording/{standing.uuid}/end/"
    assert end in cast.client(cast.zarina).get(MINE).content.decode()
    for who in (cast.cholpon, cast.bakyt):
        assert cast.client(who).post(end).status_code == 404
    assert cast.client(cast.zarina).post(end).status_code == 302
    standing.refresh_from_db()
    assert standing.ended_on == cast.edition.today()
    assert {row.state for row in ask(cast, "two")} == {"asked"}
    click(cast, ask(cast, "two")[0], until="2018-10-21")
    again = StandingApproval.objects.get(ended_on=None)
    assert cast.client(cast.daniyar).post(f"{DESK}wording/{again.uuid}/end/").status_code == 302
    assert not StandingApproval.objects.filter(ended_on=None).exists()


def test_nobody_else_approves_a_wording_by_click_not_even_a_deputy(cast, posts, agency):
    (waits,) = ask(cast, "one")
    days = {"since": cast.edition.today(), "until": cast.edition.today()}
    actions.add_deputy(cast.edition, agency, cast.elena, by=cast.actor(cast.zarina), **days)
    for who in (cast.elena, cast.daniyar, cast.cholpon, cast.jyldyz):
        assert click(cast, waits, who=who).status_code == 404
    until = date(2018, 10, 20)
    for who in (cast.elena, cast.daniyar):
        with raises("people.not_allowed"):
            actions.approve_wording_by_click(
                waits.uuid, sha256=waits.wording_sha256, until=until, by=cast.actor(who)
            )
    assert not StandingApproval.objects.exists()


def test_another_wording_than_she_read_or_a_wrong_day_approves_nothing(cast, posts):
    (waits,) = ask(cast, "one")
    assert "The text was changed" in click(cast, waits, sha256="0" * 64).content.decode()
    for until in ("2018-10-04", "2020-01-01"):
        assert "It cannot run from that day" in click(cast, waits, until=until).content.decode()
    posts["one"] = "Ring 117 today: 5"
    assert click(cast, waits).status_code == 404
    with raises("people.words_changed"):
        actions.approve_wording_by_click(
            waits.uuid, sha256=waits.wording_sha256, until=date(2018, 10, 20), by=cast.actor(cast.zarina)
        )
    assert not StandingApproval.objects.exists()


def test_what_she_refused_leads_to_no_wording(cast, posts):
    (waits,) = ask(cast, "one")
    actions.refuse_approval(waits.uuid, reason="no", by=cast.actor(cast.zarina))
    assert click(cast, waits).status_code == 404
