"""Calls to check on pages: what a checker meets, what he never does, and what everybody reads in the end."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from jarchy.fieldwork.actions.checks import FORM
from jarchy.fieldwork.models import Call, Concern
from jarchy.fieldwork.rules import EXAMPLE_SEED
from jarchy.fieldwork.tests.checking import MONDAY, Checking, give_rule
from jarchy.stats.drawing import in_drawn_order, list_hash
from tests.tiny import BEISHEKE, KARA_BUURA, TALAS

REPORTED = "617"  # no other number of the tiny campaign, nor of a page's frame
IN_SCHOOL = {"venue": "school", "kind": "talk", "host_phone": "0555000111", "total": REPORTED, "women": "0"}
ADDRESSES = (
    "calls", "checks", "office", "queue", "all_reports", "numbers", "coverage", "organisations", "record", "today",
    "my_reports", "waiting", "plan", "organisation", "silent", "against_plan", "campaign",
)  # fmt: skip


@pytest.fixture
def checking(field) -> Checking:
    return give_rule(field)


@pytest.fixture
def drawn(checking) -> Call:
    checking.field.confirmed(**IN_SCHOOL)
    checking.monday()
    return checking.calls()[0]


def address(name: str, *args: object) -> str:
    with override("en"):
        return reverse(name if ":" in name else f"fieldwork:{name}", args=args)


def text_of(answer) -> str:
    """What the page says, without addresses, in which UUIDs stand."""
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_islam_goes_all_the_way_and_meets_the_number_at_its_end(checking, drawn):
    islam = checking.field.cast.client(checking.field.cast.islam)
    pages = [islam.get(address("calls"))]
    assert "1 call waits." in text_of(pages[0]) and "Kara-Suu" in text_of(pages[0])
    pages.append(islam.get(address("call", drawn.uuid)))
    assert "0555000111" not in text_of(pages[-1])
    pages.append(islam.post(address("take_call", drawn.uuid), follow=True))
    assert "0555000111" in text_of(pages[-1])
    page = islam.post(address("fill_in_call", drawn.uuid), follow=True)
    pages.append(page)
    answers = {"reached": "spoke", "who": "school", "held": "yes", "people": "40", "concern": "no"}
    for _ in range(20):
        where = page.redirect_chain[-1][0].partition("#")[0]
        if where.endswith("/send/"):
            break
        shown = re.findall(r'name="shown" value="(\w+)"', page.content.decode())
        page = islam.post(where, {**answers, "shown": shown, "go": "next"}, follow=True)
        pages.append(page)
    assert all(REPORTED not in text_of(one) for one in pages)
    assert "You can send it only once" in text_of(pages[-1]) and "coordinator" not in text_of(pages[-1])
    done = islam.post(where, follow=True)
    assert REPORTED in text_of(done) and "differs" in text_of(done)
    assert "0555000111" not in text_of(done)
    assert REPORTED not in text_of(islam.get(address("calls")))


def test_a_checker_gets_nothing_but_the_call(checking, drawn):
    """He tries every address of reports that he can think of, with the report's own number in his hands."""
    islam = checking.field.cast.client(checking.field.cast.islam)
    checking.take(drawn.uuid)
    report = drawn.drawn.report.uuid
    for name in ADDRESSES:
        answer = islam.get(address(name))
        assert answer.status_code == (200 if name == "calls" else 404), name
        assert REPORTED not in text_of(answer)
    for name in ("report", "review", "receipt", "photo"):
        assert islam.get(address(name, report)).status_code == 404
    for name in ("mend", "forward", "void", "send_back"):
        assert islam.post(address(name, report)).status_code in (403, 404)
    edition = checking.edition.slug
    for path in (f"/en/office/{edition}/5w.csv", f"/en/office/{edition}/documents/"):
        assert islam.get(path).status_code == 404


def test_of_a_report_that_was_not_drawn_there_is_no_call(checking, drawn):
    other = checking.field.confirmed(total="58")
    islam = checking.field.cast.client(checking.field.cast.islam)
    assert islam.get(address("call", other.uuid)).status_code == 404
    assert islam.post(address("take_call", other.uuid)).status_code == 404


def test_the_form_is_begun_from_a_call_alone(checking, drawn):
    islam = checking.field.cast.client(checking.field.cast.islam)
    answer = islam.get(address("forms:begin", FORM))
    assert (answer.status_code, answer["Location"]) == (302, address("calls"))
    assert islam.get(address("forms:begin", "activity_report")).status_code == 404
    aigul = checking.field.cast.client(checking.field.cast.aigul)
    assert aigul.get(address("forms:begin", FORM)).status_code == 404
    assert aigul.post(address("forms:begin", FORM)).status_code == 404


def test_the_secretariat_sees_what_came_of_it_and_what_to_speak_about(checking, drawn):
    checking.field.confirmed(adm1=TALAS, adm2=KARA_BUURA, settlement=BEISHEKE, total="50")
    checking.check(drawn, people="40")
    daniyar = checking.field.cast.client(checking.field.cast.daniyar)
    page = text_of(daniyar.get(address("checks")))
    assert "1 report, 1 checked: 0 as reported, 1 differing, 0 not confirmed. 0 open." in page
    assert "Too few to say" in page and "reported 617" in page
    assert "1 checked" in text_of(daniyar.get(address("office")))


def test_a_concern_stands_on_no_page(checking, drawn):
    checking.check(drawn, concern="yes")
    cast = checking.field.cast
    with_it = [
        cast.client(cast.daniyar).get(address(name)) for name in ("calls", "checks", "office", "record")
    ]
    with_it += [cast.client(cast.daniyar).get(address("call", drawn.uuid))]
    with_it += [cast.client(cast.daniyar).get(address("review", drawn.drawn.report.uuid))]
    with_it += [cast.client(cast.cholpon).get(address("review", drawn.drawn.report.uuid))]
    with_it += [cast.client(cast.bakyt).get(address("report", drawn.drawn.report.uuid))]
    Concern.objects.all().delete()
    for answer in with_it:
        again = answer.client.get(answer.request["PATH_INFO"])
        assert (answer.status_code, _plain(again)) == (200, _plain(answer))
        assert "afraid" not in text_of(answer)


def _plain(answer) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|nonce-[^"\']+', "", answer.content.decode())


def test_the_coordinator_reads_what_came_out_of_ours(checking, drawn):
    bakyt = checking.field.cast.client(checking.field.cast.bakyt)
    assert "Calls to check:" not in text_of(bakyt.get(address("today")))
    checking.check(drawn, people="600")
    for name in ("today", "organisation"):
        assert "checked 1: as reported" in text_of(bakyt.get(address(name)))


def test_everybody_reads_the_sums_and_the_rule(checking, drawn):
    checking.check(drawn, people="600")
    edition = checking.edition.slug
    public = checking.field.cast.client()
    sentence = "1 report, 1 checked: 1 as reported, 0 differing, 0 not confirmed. 0 open."
    for path in ("how-we-count/", "numbers/"):
        assert sentence in text_of(public.get(f"/en/{edition}/{path}")), path
    assert checking.edition.charter["checks"]["seed_sha256"] in text_of(
        public.get(f"/en/{edition}/how-we-count/")
    )
    assert EXAMPLE_SEED not in text_of(public.get(f"/en/{edition}/how-we-count/"))
    elena = checking.field.cast.client(checking.field.cast.elena)
    assert sentence in text_of(elena.get(address("numbers")))
    said = json.loads(b"".join(public.get(f"/en/{edition}/public.json")))["checks"]
    assert (said["reports"], said["checked"], said["oblasts"], said["seed"]) == (1, 1, [], None)


def test_an_auditor_draws_again_from_the_command_line(checking):
    checking.confirmed(5)
    checking.field.move_today(MONDAY)
    out = io.StringIO()
    call_command("fieldwork", "checks", "draw", "--edition", checking.edition.slug, stdout=out)
    assert "3 of 5" in out.getvalue()
    out = io.StringIO()
    call_command("fieldwork", "checks", "list", "--edition", checking.edition.slug, "--json", stdout=out)
    (draw,) = json.loads(out.getvalue())["draws"]
    listed = [line["report"] for line in draw["list"]]
    assert in_drawn_order(EXAMPLE_SEED, draw["monday"], sorted(listed)) == listed
    assert list_hash(listed) == draw["list_sha256"]
    assert [line["call"] for line in draw["list"]] == [True, True, True, False, False]


def test_the_seed_is_made_once_and_only_its_hash_is_printed(checking):
    said = []
    for _ in range(2):
        out = io.StringIO()
        call_command("fieldwork", "checks", "seed", "--edition", checking.edition.slug, stdout=out)
        said.append(out.getvalue().strip())
    assert said[0] == said[1] and re.fullmatch(r"[0-9a-f]{64}", said[0])
