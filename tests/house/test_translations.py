"""Everything that a person may read is there in Kyrgyz and Russian."""

from __future__ import annotations

from jarchy.project import translating


def test_nothing_is_without_its_translation():
    faults = translating.faults()
    listed = "\n".join(f"{f.room} {f.language} {f.code}: {f.text!r} ({f.where})" for f in faults)
    assert not faults, f"{len(faults)} texts; `jarchy translations missing` lists them\n{listed}"
