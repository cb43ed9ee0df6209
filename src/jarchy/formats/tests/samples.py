"""Where the samples of other people's files lie; they are not part of the repository."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[4].parent / "shared" / "data" / "samples"


def sample(name: str) -> Path:
    """The file, or the test is skipped."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine: see ../shared/data/samples")
    return path
