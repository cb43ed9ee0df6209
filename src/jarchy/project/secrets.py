"""Keys of the installation: made at first start in JARCHY_HOME, readable by its owner only, carried by backup."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_secret(home: Path, name: str) -> str:
    """The secret of this name; made now if there is none. Two processes that start at once get the same one."""
    path = home / "keys" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        draft = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())  # what is sealed with a key outlives a power cut; so must the key
        try:
            os.link(draft, path)  # fails where another process was first: its key stands
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
