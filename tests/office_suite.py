"""LibreOffice, where it is: what we write is opened by it, and what it saves is read by us.

Without it such a test is skipped with its reason; with CI=true it fails, since then it would be no test of the whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
needs_office_suite = pytest.mark.skipif(
    not PROGRAM and os.environ.get("CI", "") != "true",
    reason="LibreOffice is not here: apt install libreoffice-writer-nogui libreoffice-calc-nogui",
)


def converted(names: Iterable[Path], kind: str, folder: Path, *, options: str = "") -> list[Path]:
    """These files as pdf, csv or xlsx in this folder, by one run; each is there. `options`: of its filter."""
    names = list(names)
    assert PROGRAM, "CI=true: without LibreOffice this is no test of the whole"
    folder.mkdir(exist_ok=True)
    command = [
        PROGRAM,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        f"{kind}{options}",
    ]
    ran = subprocess.run(
        [*command, "--outdir", folder, *names], capture_output=True, text=True, timeout=300, check=False
    )
    made = [folder / name.with_suffix(f".{kind}").name for name in names]
    assert all(one.exists() for one in made), ran.stderr
    return made
