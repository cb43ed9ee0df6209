"""Sets up .venv/ from the locks beside this file: `python3 requirements/install.py runtime|tests`.

Needs Python >= 3.11 with venv, nothing else. Does nothing when all is there already. Whatever goes wrong ends in a
sentence that says what to do. Index, proxy and certificates are the machine's: pip's own settings are handed to uv.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # before anything that an older Python could not read
    sys.exit(
        "Jarchy needs Python 3.11 or newer; this is {}.{}.\n"
        "Install a newer one (on Debian or Ubuntu: apt install python3 python3-venv), or name it: "
        "make run PYTHON=/path/to/python3.11".format(*sys.version_info[:2])
    )

import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
NEEDED_MB = {
    "runtime": 400,
    "tests": 900,
}  # with what is unpacked meanwhile; measured 254 and 560 (Linux, x86-64)


class Stopped(Exception):
    """What a person is told, and nothing more."""


def main() -> int:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    if wanted not in NEEDED_MB:
        print(f"“{wanted}” is no set of packages: say runtime or tests.", file=sys.stderr)
        return 2
    try:
        with alone():
            install(wanted)
    except Stopped as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"\n{said_of(fault)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is there is used the next time.", file=sys.stderr)
        return 130
    return 0


def install(wanted: str) -> None:
    """Bring .venv to what the lock says, unless it is there; then compile the translations that are newer."""
    if not is_there(wanted):
        began = time.monotonic()
        check_machine(wanted)
        STAMP.unlink(missing_ok=True)  # killed from here on, the next start does it again
        make_venv()
        uv = install_uv()
        install_packages(wanted, uv)
        install_jarchy(uv)
        compile_jarchy()
        STAMP.write_text(json.dumps(stamp_of(wanted)))
        say(f"installed in {time.monotonic() - began:.0f} s")
    if translations_changed():
        run([PYTHON, "-m", "jarchy.project.translating"], "compiling translations")


def is_there(wanted: str) -> bool:
    """Whether what was installed last is this set, or the larger one, from the same locks in the same place."""
    try:
        held = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return PYTHON.exists() and any(held == stamp_of(name) for name in {wanted, "tests"})


def stamp_of(name: str) -> dict[str, str]:
    """What decides whether to install again. tests.txt has all of runtime.txt at the same versions."""
    locks = [LOCKS / "runtime.txt", LOCKS / f"{name}.txt", LOCKS / "uv.txt", ROOT / "pyproject.toml"]
    digest = hashlib.sha256()
    for lock in locks:
        digest.update(package_part(lock))
    return {"set": name, "locks": digest.hexdigest(), "root": str(ROOT), "python": platform.python_version()}


def package_part(lock: Path) -> bytes:
    """A lock whole; of pyproject.toml the part above the tools' settings, which changes nothing installed."""
    text = lock.read_bytes()
    return text.split(b"[tool.pytest", 1)[0] if lock.suffix == ".toml" else text


def check_machine(wanted: str) -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Stopped(
            "This Python has no venv, which Jarchy needs to keep its packages apart.\n"
            "On Debian or Ubuntu: apt install python3-venv. Then start again."
        )
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < NEEDED_MB[wanted] and not VENV.exists():
        raise Stopped(
            f"The disk that holds {ROOT} has {free} MB left; installing needs {NEEDED_MB[wanted]} MB.\n"
            "Make room, or move Jarchy to a larger disk, and start again."
        )


def make_venv() -> None:
    """Make .venv, or again where it was moved, half made, or made by a Python that is gone."""
    if VENV.exists() and works([PYTHON, "-m", "pip", "--version"]):
        return
    clear = ["--clear"] if VENV.exists() else []
    run([sys.executable, "-m", "venv", *clear, VENV], "making .venv")


def install_uv() -> list[str]:
    """uv's command and where it looks for packages; empty where only pip can be had."""
    uv = VENV / "bin" / "uv"
    if not works([uv, "--version"]):
        lock = ["--require-hashes", "-r", LOCKS / "uv.txt"]
        if not works([PYTHON, "-m", "pip", "install", "--quiet", *lock]):
            say("uv cannot be had here: pip installs, which takes some minutes")
            return []
    return [str(uv), "pip"]


def install_packages(wanted: str, uv: list[str]) -> None:
    lock = LOCKS / f"{wanted}.txt"
    number = sum(1 for line in lock.read_text().splitlines() if "==" in line)
    what = f"installing {number} packages, checked by their hashes"
    hashes = ["--require-hashes", str(lock)]
    sync = [*uv, "sync", "--quiet", "--compile-bytecode", "--python", PYTHON, *hashes]
    if uv and works(sync, what, env=like_pip()):
        return
    if uv:
        say("uv could not install them (it may not know this machine's package index): pip does")
    run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock], what)


def install_jarchy(uv: list[str]) -> None:
    plain = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if uv and works([*uv, *plain, "--python", PYTHON]):
        return
    run([PYTHON, "-m", "pip", *plain], "installing jarchy")


def compile_jarchy() -> None:
    """Our own code too, now: where bytecode is not written at a start, each process would compile all for 2 s."""
    works([PYTHON, "-m", "compileall", "-q", ROOT / "src"])


def like_pip() -> dict[str, str]:
    """The environment, with what pip was told about indexes and certificates said in uv's words.

    Whatever uv was told itself stays.
    """
    env = dict(os.environ)
    words = {
        "global.index-url": "UV_DEFAULT_INDEX",
        "global.extra-index-url": "UV_INDEX",
        "global.find-links": "UV_FIND_LINKS",
        "global.cert": "SSL_CERT_FILE",
        "global.trusted-host": "UV_INSECURE_HOST",
    }
    for line in output_of([PYTHON, "-m", "pip", "config", "list"]).splitlines():
        key, _, value = line.partition("=")
        key = key.replace(":env:", "global").replace("install.", "global.")
        if key in words and words[key] not in env:
            separator = "," if key == "global.find-links" else " "
            env[words[key]] = separator.join(value.strip("'\"").replace("\\n", " ").split())
    env.setdefault("UV_LINK_MODE", "copy" if is_other_disk() else "hardlink")
    env.setdefault(
        "UV_INDEX_STRATEGY", "unsafe-best-match"
    )  # pip's own way; the hashes say which file is right
    return env


def is_other_disk() -> bool:
    """Whether uv's cache lies on another disk than .venv, where files cannot be linked but must be copied."""
    cache = Path(os.environ.get("UV_CACHE_DIR") or Path.home() / ".cache")
    return not cache.exists() or cache.stat().st_dev != VENV.stat().st_dev


def translations_changed() -> bool:
    for text in ROOT.glob("src/jarchy/*/locale/*/LC_MESSAGES/django.po"):
        made = text.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime_ns < text.stat().st_mtime_ns:
            return True
    return False


@contextmanager
def alone() -> Iterator[None]:
    """Two installations at once would spoil each other: the second waits, then finds all done."""
    with Path(__file__).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another installation is running: waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(command: list[object], what: str = "", *, env: dict[str, str] | None = None) -> None:
    """Run it, or stop with what it said last."""
    if what:
        say(what)
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, env=env)
    if done.returncode:
        raise Stopped(said_by(what or str(command[0]), done.stdout + done.stderr))


def works(command: list[object], what: str = "", *, env: dict[str, str] | None = None) -> bool:
    """Whether it runs and ends well. A full disk is not a no: nothing else would work either."""
    if what:
        say(what)
    try:
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, cwd=ROOT, env=env
        )
    except (FileNotFoundError, PermissionError):
        return False
    if done.returncode and "No space left on device" in done.stderr:
        raise Stopped(said_by(what, done.stderr))
    return done.returncode == 0


def output_of(command: list[object]) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT).stdout


def said_by(what: str, output: str) -> str:
    if "No space left on device" in output:
        return "The disk is full. Make room (Jarchy's packages need 400 MB, tests 900 MB), and start again."
    last = "\n".join(f"  {line}" for line in output.strip().splitlines()[-12:])
    if "ensurepip" in output:
        return f"This Python cannot make a venv. On Debian or Ubuntu: apt install python3-venv.\n{last}"
    return (
        f"This did not work: {what}. What it said last:\n{last}\n"
        "If packages could not be fetched, look at the network and at pip's settings\n"
        "(pip config list), and start again."
    )


def said_of(fault: OSError) -> str:
    if fault.errno == 28:
        return said_by("", "No space left on device")
    return f"{fault.strerror}: {fault.filename}. Jarchy must be able to write in {ROOT}."


def say(what: str) -> None:
    print(f"  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
