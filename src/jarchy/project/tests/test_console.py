"""What the command says before anything is there."""

import os
import subprocess
import sys


def test_a_database_that_nobody_prepared_is_a_sentence_and_no_traceback(tmp_path):
    surroundings = {**os.environ, "JARCHY_HOME": str(tmp_path)}
    surroundings.pop("DATABASE_URL", None)
    said = subprocess.run(
        [sys.executable, "-m", "jarchy.project.console", "ledger", "verify", "kg-2018"],
        env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert said.stderr.strip() == "This database is empty or of an older Jarchy. Run: jarchy migrate"


def test_a_home_that_cannot_be_written_is_a_sentence_and_no_traceback(tmp_path):
    home = tmp_path / "home"
    home.write_text("a file, where a folder is needed")
    said = subprocess.run(
        [sys.executable, "-m", "jarchy.project.console", "run"],
        env={**os.environ, "JARCHY_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert said.stderr.startswith(f"JARCHY_HOME is {home}, and Jarchy cannot keep its data there")
    assert "Traceback" not in said.stderr


def test_whoever_reads_the_first_lines_only_gets_no_traceback(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    said = subprocess.run(
        [sys.executable, "-m", "jarchy.project.console", "charter", "check", str(tmp_path), "--json"],
        stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (said.returncode, said.stderr) == (141, "")
