"""Files that come with a form: the lists that it asks from, the pictures and sounds of its labels."""

from __future__ import annotations

import re
from functools import lru_cache

from jarchy.forms.problems import Problems
from jarchy.foundation import files
from jarchy.xforms.outside import UnreadableList, read_outside
from jarchy.xforms.secondary import Row
from jarchy.xforms.xpath.nodes import Node

_MEDIA = re.compile(r"jr://(?:images|audio|video)/([^\s\"'<>]+)")
MOST_KEPT = 32  # lists kept ready in one process


def media_named(xform: str) -> set[str]:
    """Names of pictures and sounds; the form can be asked without them."""
    return set(_MEDIA.findall(xform))


def read_list(name: str, data: bytes, file_format: str) -> tuple[Row, ...] | Node:
    """A list of the form; `file_format` as in `Form.file_formats`. Raises Problems.list_unreadable with the reason."""
    try:
        return read_outside(data, file_format)
    except UnreadableList as fault:
        raise Problems.list_unreadable(file=name, why=fault) from fault


@lru_cache(maxsize=MOST_KEPT)
def kept_list(name: str, file_hash: str, file_format: str) -> tuple[Row, ...] | Node:
    """A list that was published, the same object while it is kept ready."""
    with files.open_kept(file_hash) as kept:
        return read_list(name, kept.read(), file_format)
