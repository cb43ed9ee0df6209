"""The Secretariat stands a note beside a figure: shown where the figure is, back in the folder, taken back again."""

from __future__ import annotations

import pytest
from django.test import Client

from jarchy.charter.actions import add_figure_note, load_folder, plan_load, save_folder, take_back_figure_note
from jarchy.charter.models import Edition, FigureNote
from jarchy.charter.tests.conftest import Copy, folder, small  # noqa: F401
from jarchy.foundation.models import AuditLine
from jarchy.foundation.narrowing import Role, house
from jarchy.foundation.problems import ProblemRaised
from jarchy.people import actions as people

pytestmark = pytest.mark.django_db
US = house("test")
WRITTEN = FigureNote.objects.exclude(slug="talas-snow")  # that one comes with the folder
NEW = "/en/office/numbers/attendances/notes/new/"
TALAS, TALAS_RAYON = "KG07000000000", "KG07215000000"
SAID = {"place": TALAS, "text_en": "less in Talas: ice", "source": "Talas oblast"}


@pytest.fixture
def edition(small: Copy) -> Edition:  # noqa: F811
    load_folder(small.path, US)
    return Edition.objects.get()


@pytest.fixture
def office(edition) -> Client:
    return browser(edition, Role.SECRETARIAT)


def browser(edition, role) -> Client:
    account = people.add_account(f"{role}@example.org", by=US, name="Daniyar", language="en")
    people.add_membership(account, edition, role, by=US)
    client = Client()
    client.force_login(account, backend="jarchy.people.signing_in.SignInBackend")
    return client


def note(edition, text="less in Talas: ice", *, place=TALAS, indicator="attendances", **more) -> FigureNote:
    values = {"indicator": indicator, "place": place, "since": None, "until": None, "text": {"en": text},
              "source": "illustrative"}  # fmt: skip
    return add_figure_note(edition, values | more, by=US)


def shown(path: str) -> str:
    return Client().get(f"/en/kg-2018{path}").content.decode()


class TestWrite:
    def test_it_stands_beside_the_number_at_once_and_goes_into_the_folder(self, office, tmp_path):
        office.post(NEW, SAID)
        assert "less in Talas: ice" in office.get("/en/office/numbers/attendances/").content.decode()
        save_folder(Edition.objects.get(), tmp_path / "out", US)
        row = Copy(tmp_path / "out").rows("figure_notes.csv")[-1]
        assert (row["place"], row["text_en"], row["written_on"]) == (
            TALAS,
            "less in Talas: ice",
            "2018-11-05",
        )

    def test_the_same_again_is_the_same_note(self, office):
        for _ in range(2):
            office.post(NEW, SAID)
        assert WRITTEN.all().count() == 1
        assert AuditLine.objects.filter(verb="charter changed").count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"text_en": ""}, "text_"),
            ({"text_en": "ring +996 555 123456"}, "telephone"),
            ({"source": ""}, "source is empty"),
            ({"since": "2018-10-05", "until": "2018-10-01"}, "2018-10-01"),
            ({"place": "KG99000000000"}, "KG99000000000"),
        ],
    )
    def test_what_cannot_be_said_is_explained_and_stays_typed(self, office, wrong, said):
        answer = office.post(NEW, SAID | {"source": "an office"} | wrong)
        assert answer.status_code == 422 and not WRITTEN.all().exists()
        page = answer.content.decode()
        assert said in page[page.index('role="alert"') :]
        assert "an office" in page or "source" in wrong

    def test_one_language_is_enough(self, office):
        office.post(NEW, SAID | {"text_en": "", "text_ru": "в Таласе меньше"})
        assert WRITTEN.all().get().texts == {"ru": "в Таласе меньше"}

    def test_a_reviewer_and_a_partner_read_it_and_write_none(self, edition):
        note(edition)
        for role in (Role.REVIEWER, Role.PARTNER):
            client = browser(edition, role)
            assert client.get(NEW).status_code == 404
            page = client.get("/en/office/numbers/attendances/").content.decode()
            assert "less in Talas: ice" in page and "Take it back" not in page

    def test_no_note_on_a_number_that_is_not_there(self, edition):
        with pytest.raises(ProblemRaised) as refused:
            note(edition, indicator="no-such-number")
        assert refused.value.code == "charter.cannot_be_so"


class TestTakeBack:
    def test_it_is_said_no_more_and_the_row_stays(self, office, edition, tmp_path):
        one = note(edition)
        save_folder(edition, tmp_path / "out", US)
        for _ in range(2):
            office.post(f"/en/office/figure-notes/{one.slug}/take-back/", {"why": "the snow is gone"})
        assert "less in Talas: ice" not in shown("/")
        assert WRITTEN.all().get().is_retired
        assert AuditLine.objects.filter(verb="charter changed", why="the snow is gone").count() == 1
        save_folder(Edition.objects.get(), tmp_path / "out", US)
        assert "ice" not in (tmp_path / "out" / "figure_notes.csv").read_text(encoding="utf-8")

    def test_the_next_gets_a_name_of_its_own(self, edition):
        first = take_back_figure_note(edition, note(edition).slug, by=US)
        assert note(edition, "more again").slug != first.slug


class TestPagesAndFolder:
    def test_an_older_folder_does_not_take_away_what_was_written_on_a_page(self, edition, small):  # noqa: F811
        one = note(edition)
        (stop,) = plan_load(small.path).stops
        assert (stop.file, stop.id, stop.on_pages, stop.in_folder) == (
            "figure_notes.csv",
            one.slug,
            one.slug,
            "",
        )
        with pytest.raises(ProblemRaised) as refused:
            load_folder(small.path, US)
        assert refused.value.code == "charter.folder_older"

    def test_an_older_folder_does_not_bring_again_what_was_taken_back(self, edition, small):  # noqa: F811
        one = note(edition)
        save_folder(edition, small.path, US)
        take_back_figure_note(Edition.objects.get(), one.slug, by=US)
        (stop,) = plan_load(small.path).stops
        assert (stop.id, stop.on_pages, stop.in_folder) == (one.slug, "", one.slug)

    def test_saved_and_loaded_again_nothing_changes(self, edition, small):  # noqa: F811
        note(edition)
        save_folder(edition, small.path, US)
        assert plan_load(small.path).is_same
