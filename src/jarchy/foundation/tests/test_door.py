"""Many who come at once are stored together; what cannot be stored yet lies sealed on the disk."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jarchy.foundation.door import Crowded, GroupCommit, Spool
from jarchy.foundation.sealing import SealBroken

CANARY = b"0555 123 456 Aigul"


class Store:
    """Stores nothing until it may; remembers the groups."""

    def __init__(self) -> None:
        self.may, self.groups = threading.Event(), []

    def __call__(self, items):
        self.may.wait(10)
        self.groups.append(list(items))
        return [item * 2 for item in items]


def test_whoever_comes_while_a_group_is_stored_forms_the_next_one():
    store = Store()
    door = GroupCommit(store, most=100)
    futures = [door.put(number) for number in range(350)]
    store.may.set()
    assert [future.result(10) for future in futures] == [number * 2 for number in range(350)]
    assert max(map(len, store.groups)) <= 100 and len(store.groups) <= 5
    assert [one for group in store.groups for one in group] == list(range(350))
    door.close()


def test_one_alone_does_not_wait_for_others():
    store = Store()
    store.may.set()
    door = GroupCommit(store)
    assert door.put(1).result(5) == 2
    door.close()


def test_a_fault_is_told_to_each_of_its_group_and_the_next_one_is_stored():
    def store(items):
        if 0 in items:
            raise RuntimeError("no")
        return items

    door = GroupCommit(store, most=1)
    bad, good = door.put(0), door.put(1)
    with pytest.raises(RuntimeError):
        bad.result(5)
    assert good.result(5) == 1
    door.close()


def test_too_many_are_told_to_come_again():
    store = Store()
    door = GroupCommit(store, waiting=2)
    with pytest.raises(Crowded):
        for number in range(5):
            door.put(number)
    store.may.set()
    door.close()


def test_what_waits_is_stored_before_the_end():
    store = Store()
    door = GroupCommit(store, most=2)
    futures = [door.put(number) for number in range(5)]
    store.may.set()
    door.close()
    assert all(future.done() for future in futures)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.binary(max_size=50), min_size=1, max_size=4), max_size=5))
def test_the_spool_gives_back_what_it_got_in_its_order(tmp_path_factory, kept):
    spool = Spool(tmp_path_factory.mktemp("spool") / "in")
    names = [spool.put(chunks) for chunks in kept]
    assert spool.names() == sorted(names)
    assert [list(spool.read(name)) for name in names] == kept
    for name in names:
        spool.drop(name)
    assert spool.names() == []


def test_no_more_is_read_at_once_than_fits_and_always_one(tmp_path):
    spool = Spool(tmp_path)
    names = [spool.put([bytes(1000)]) for _ in range(3)]
    size = (tmp_path / names[0]).stat().st_size
    assert spool.names(bytes_at_most=2 * size) == sorted(names)[:2]
    assert spool.names(bytes_at_most=1) == sorted(names)[:1]


def test_nothing_in_the_spool_can_be_read_without_the_key(tmp_path):
    spool = Spool(tmp_path)
    spool.put([CANARY, CANARY * 1000])
    lying = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert CANARY not in lying and b"0555" not in lying


def test_one_that_was_cut_off_or_changed_is_not_taken_for_whole(tmp_path):
    spool = Spool(tmp_path)
    name = spool.put([CANARY])
    whole = (tmp_path / name).read_bytes()
    for broken in (whole[:-5], whole[:-1], whole.replace(whole[20:25], b"AAAAA")):
        (tmp_path / name).write_bytes(broken)
        with pytest.raises(SealBroken):
            list(spool.read(name))


def test_a_half_written_one_is_never_read(tmp_path):
    def chunks():
        yield CANARY
        raise OSError("the disk is full")

    spool = Spool(tmp_path)
    with pytest.raises(OSError, match="full"):
        spool.put(chunks())
    assert list(tmp_path.iterdir()) == []
