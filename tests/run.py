"""`make test`: all tests on SQLite, then on PostgreSQL those that touch the database. Arguments go to pytest.

With CI=true a missing browser or PostgreSQL is a failure; elsewhere it is said, and what needs it is left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
IS_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
OFFICES = ("soffice", "libreoffice")
OFFICE_PACKAGES = ("libreoffice-calc-nogui", "libreoffice-writer-nogui")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ASKED = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://postgres@%2Fvar%2Frun%2Fpostgresql/postgres",
)


def main() -> int:
    os.chdir(ROOT)
    browser, office, server = has_browser(), has_office(), postgres()
    there = {"Chromium": browser, "LibreOffice": office, "PostgreSQL": server}
    lacking = [what for what, is_there in there.items() if not is_there]
    for what in lacking:
        print(f"There is no {what} here: what needs it is left out.", flush=True)
    if lacking and IS_CI:
        print(f"CI=true: without {' and '.join(lacking)} this is no test of the whole.", file=sys.stderr)
        return 1
    codes = [run_pass("SQLite", "", browser=browser)]
    if server:
        codes.append(run_pass("PostgreSQL", server, browser=browser))
    return max(codes)


def run_pass(name: str, database: str, *, browser: bool) -> int:
    """One pytest over all; its exit code. Its data lies in a folder of its own that is gone afterwards."""
    print(f"\n== {name}", flush=True)
    workers = str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "worksteal", *sys.argv[1:]]
    if not browser:
        command += ["-m", "not browser"]
    with tempfile.TemporaryDirectory(prefix="jarchy-tests-") as home:
        env = {**os.environ, "JARCHY_HOME": home, "JARCHY_URL": "", "DATABASE_URL": database}
        env["JARCHY_TEST_PASS"] = "database" if database else "all"
        return subprocess.run(command, env=env, stdin=subprocess.DEVNULL).returncode


def has_browser() -> bool:
    """Whether there is a Chromium; Debian's is installed where that can be done without asking anybody."""
    return has(BROWSERS, "Chromium, for the browser tests", ("chromium",))


def has_office() -> bool:
    """Whether there is a LibreOffice, which opens what is written for Word and Excel; installed likewise."""
    return has(OFFICES, "LibreOffice, which opens our files", OFFICE_PACKAGES)


def has(programs: tuple[str, ...], what: str, packages: tuple[str, ...]) -> bool:
    if any(shutil.which(name) for name in programs):
        return True
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(f"Tests ask for {what}: install it (on Debian: apt install {' '.join(packages)}).", flush=True)
        return False
    print(f"installing Debian's {what}", flush=True)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=env, **quiet)  # type: ignore[call-overload]
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    subprocess.run(install, env=env, **quiet)  # type: ignore[call-overload]
    return any(shutil.which(name) for name in programs)


def postgres() -> str:
    """The address of a server on which databases may be made, "" without one. Each run has databases of its own."""
    asked = [os.environ["TEST_POSTGRES_URL"]] if os.environ.get("TEST_POSTGRES_URL") else list(ASKED)
    for address in asked:
        try:
            with psycopg.connect(address, connect_timeout=3) as connection:
                sees = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                )
                row = sees.fetchone()
        except psycopg.OperationalError as fault:
            if os.environ.get("TEST_POSTGRES_URL"):
                print(f"TEST_POSTGRES_URL does not answer: {fault}", file=sys.stderr)
            continue
        if row and row[0]:
            return f"{address.rpartition('/')[0]}/jarchy_{os.getpid()}"
        print("The PostgreSQL here lets this user make no database (ALTER ROLE ... CREATEDB).", flush=True)
    return ""


if __name__ == "__main__":
    sys.exit(main())
