"""A campaign frozen to files: whole, proved, telling nothing that was hidden, and there only when it is whole."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import stat
import subprocess
import sys
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pytest
from django.conf import settings

from jarchy.charter.models import Edition
from jarchy.foundation.problems import ProblemRaised
from jarchy.ledger.rules.written import Proof
from jarchy.project.freezing import addresses_for_everyone, freeze
from jarchy.project.frozen_public import LEFT_OUT
from jarchy.project.tests.frozen_once import CANARIES
from jarchy.publications.models import Publication
from jarchy.publications.rules import Door, Format, Kind
from jarchy.website.frozen import NAMES
from tests.tiny import NARYN, SLUG

DAYS = ("prepares_from", "starts", "ends", "reports_until", "final_on")
pytestmark = pytest.mark.django_db
JARCHY = [sys.executable, "-m", "jarchy.project.console"]


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def text_of(name: str, data: bytes) -> str:
    """All that a file says, what is packed in it too."""
    if name.endswith(".pdf"):
        return data.decode("latin-1")
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return "\n".join(package.read(part).decode("utf-8", "replace") for part in package.namelist())
    except BadZipFile:
        return data.decode("utf-8", "replace")


def test_every_address_for_everyone_is_frozen_or_named_with_its_reason():
    undecided = addresses_for_everyone() - NAMES - set(LEFT_OUT)
    assert not undecided, (
        "freeze it (website/frozen.py) or say why not (LEFT_OUT in project/frozen_public.py)"
    )
    assert not (NAMES | set(LEFT_OUT)) - addresses_for_everyone()


def test_two_runs_of_the_same_state_give_the_same_bytes(frozen):
    folder = frozen.folder
    first, second = files_of(folder), files_of(frozen.again)
    assert first.keys() == second.keys()
    assert not [name for name, data in first.items() if second[name] != data]


def test_every_page_is_there_in_each_language_and_says_when_it_was_frozen(frozen):
    folder, papers = frozen.folder, frozen.documents
    public = folder / "public"
    for language in frozen.edition.languages:
        for name in ("", "numbers/", f"numbers/attendances/{NARYN}/", "where/", "coming/", "how-we-count/",
                     "numbers/activities/made-of/", "downloads/",
                     *(f"documents/{uuid}/" for uuid in papers)):  # fmt: skip
            assert (public / language / SLUG / name / "index.html").is_file(), name
    for path in public.rglob("*.html"):
        html = path.read_text()
        assert re.search("Frozen on|Заморожено|Тоңдурулган", html) or path.name == "404.html", path
        assert re.search("Provisional|Предварительно|Алдын ала", html), path
    assert "Frozen on 8 October 2018, entry" in (public / "en" / SLUG / "index.html").read_text()


def test_nothing_on_a_page_needs_a_server(frozen):
    folder = frozen.folder
    for path in (folder / "public").rglob("*.html"):
        html = path.read_text()
        assert "sign-in" not in html and "<form" not in html and settings.URL not in html, path


def test_a_public_document_lies_there_and_an_official_one_does_not(frozen):
    folder, papers = frozen.folder, frozen.documents
    (public,) = [uuid for uuid, door in papers.items() if door == Door.PUBLIC]
    (official,) = [uuid for uuid, door in papers.items() if door == Door.OFFICIAL]
    kept = list((folder / "public").rglob("*.pdf"))
    assert [path.parent.name for path in kept] == [public]
    assert official in {path.parent.name for path in (folder / "public" / "en").rglob("index.html")}
    assert len(list((folder / "archive" / "documents").glob("*.pdf"))) == 2


def test_no_name_no_telephone_no_text_is_in_either_folder(frozen):
    folder = frozen.folder
    for name, data in files_of(folder).items():
        text = text_of(name, data)
        assert not [canary for canary in CANARIES if canary.encode() in data or canary in text], name


def test_the_public_folder_names_no_closed_activity(frozen):
    with (frozen.folder / "archive" / "evidence" / "reports.csv").open(encoding="utf-8-sig") as file:
        closed = [row["report"] for row in csv.DictReader(file) if row["open"] == "no"]
    assert len(closed) == 3
    for name, data in files_of(frozen.folder / "public").items():
        assert not [uuid for uuid in closed if uuid in text_of(name, data)], name


def test_downloads_are_those_of_the_living_house_to_the_last_byte(frozen):
    found = files_of(frozen.folder / "public")
    assert {name: found[name] for name in frozen.downloads} == frozen.downloads


def test_the_archive_is_for_its_owner_alone(frozen):
    folder = frozen.folder
    for path in [folder / "archive", *(folder / "archive").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    for path in [folder / "public", *(folder / "public").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


def test_the_manifest_is_true(frozen):
    folder = frozen.folder
    for part in ("public", "archive"):
        lines = dict(
            reversed(line.split("  ", 1)) for line in (folder / part / "SHA256SUMS").read_text().splitlines()
        )
        found = {name: hashlib.sha256(data).hexdigest() for name, data in files_of(folder / part).items()}
        found.pop("SHA256SUMS")
        assert lines == found


def test_the_journal_is_proved_from_the_file_alone_and_a_changed_number_is_found(frozen, tmp_path):
    folder = frozen.folder
    file = folder / "archive" / "journal.jsonl"
    lines = file.read_text().splitlines()
    for wrong, code in (
        ([*lines[:-1]], "head"),
        ([line.replace('"value":57', '"value":58') for line in lines], "chain"),
        ([lines[0], *lines[2:]], "position"),
        ([*lines, "{}"], "unreadable"),
    ):
        proof = Proof()
        list(proof.entries(wrong))
        assert code in {fault.code for fault in proof.faults}, code
    env = {"PATH": "", "PYTHONPATH": ":".join(sys.path), "JARCHY_HOME": str(tmp_path / "nothing"),
           "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}  # fmt: skip
    done = subprocess.run(
        [*JARCHY, "ledger", "verify", "--file", str(file)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(lines[0])["hash"] in done.stdout


def test_the_auditor_reads_what_it_is_in_every_language_and_no_key(frozen):
    folder = frozen.folder
    said = (folder / "archive" / "README.txt").read_text()
    assert all(name in said for name in frozen.edition.names.values())
    kept = json.loads((folder / "archive" / "keys.json").read_text())
    assert kept["needed_to_verify"] == []
    everything = b"".join(files_of(folder).values()).decode("utf-8", "replace")
    for name in ("SECRET_KEY", "SEAL_KEY", "HMAC_KEY"):
        assert getattr(settings, name) not in everything


def test_before_it_is_final_one_says_provisional_or_nothing_is_written(edition, tmp_path):
    with pytest.raises(ProblemRaised, match="not final"):
        freeze(edition, tmp_path / "frozen")
    assert not (tmp_path / "frozen").exists()


def test_what_is_no_freeze_is_let_alone(edition, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("mine")
    with pytest.raises(ProblemRaised, match="something else"):
        freeze(edition, tmp_path / "letters", is_provisional=True)
    assert [path.name for path in tmp_path.glob("letters/*")] == ["mine.txt"]


@pytest.mark.django_db(transaction=True)
class TestPutInPlace:
    """`earlier`: what an earlier freeze left, as far as the next one looks at it."""

    @pytest.fixture
    def earlier(self, tmp_path: Path) -> Path:
        folder = tmp_path / "frozen" / "tiny"
        folder.mkdir(parents=True)
        (folder / "proof.json").write_text(
            '{"format": 1, "sha256sums": {"public": "0"}, "frozen_on": "2018-09-30"}'
        )
        return folder

    def test_with_a_fault_the_earlier_freeze_stays_and_no_draft_is_left(
        self, edition: Edition, earlier: Path
    ):
        before = files_of(earlier)
        Publication.objects.create(
            edition=edition, kind=Kind.BRIEFING, door=Door.PUBLIC, language="en", format=Format.PDF, position=0,
            as_of=edition.as_of(), sha256="0" * 64, size=1, made_at=edition.as_of(), made_on=edition.today(),
        )  # fmt: skip
        found = freeze(edition, earlier, is_provisional=True)
        assert {fault.check for fault in found.faults} == {"pages", "documents", "links"}
        assert files_of(earlier) == before
        assert [path.name for path in earlier.parent.iterdir()] == ["tiny"]

    def test_one_that_is_stopped_in_the_middle_leaves_nothing(self, edition: Edition, earlier: Path):
        def stop(what: str, done: int) -> None:
            if done == 20:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            freeze(edition, earlier.with_name("new"), is_provisional=True, progress=stop)
        assert [path.name for path in earlier.parent.iterdir()] == ["tiny"]

    def test_what_a_kill_left_is_cleared_up_and_all_is_replaced(self, edition: Edition, earlier: Path):
        """Of a campaign that is no longer the current one, as most are when they are frozen."""
        Edition.objects.create(
            slug="next", languages=["en"], is_current=False, example_today=edition.today(),
            **{name: getattr(edition, name) for name in DAYS},
        )  # fmt: skip
        Edition.objects.update(is_current=False)
        Edition.objects.filter(slug="next").update(is_current=True)
        edition.refresh_from_db()
        earlier.rename(earlier.parent / ".tiny.old-0123")
        (earlier.parent / ".tiny.draft-4567" / "public").mkdir(parents=True)
        assert freeze(edition, earlier, is_provisional=True, base="2018").faults == []
        assert 'href="/2018/ky/index.html"' in (earlier / "public" / "404.html").read_text()
        assert [path.name for path in earlier.parent.iterdir()] == ["tiny"]
        assert json.loads((earlier / "proof.json").read_text())["frozen_on"] == "2018-10-05"
        assert 'href="ky/index.html"' in (earlier / "public" / "index.html").read_text()
        assert f'href="../ru/{SLUG}/index.html"' in (earlier / "public" / "ky" / "index.html").read_text()
