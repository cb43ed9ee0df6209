"""Files are kept by what they hold, sealed things open with our key only."""

from __future__ import annotations

import hashlib
import stat

import pytest

from jarchy.foundation import files, sealing


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_picture_is_kept_once_and_read_back():
    name = files.keep(b"a picture", suffix="jpg")
    assert name == hashlib.sha256(b"a picture").hexdigest() == files.keep(b"a picture", suffix="jpg")
    with files.open_kept(name) as kept:
        assert kept.read() == b"a picture"
    assert len(list(files.kept_files())) == 1


def test_only_the_owner_reads_what_is_kept():
    path = files.path_of(files.keep(b"a picture", suffix="jpg"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_half_written_is_left():
    name = files.keep(b"a picture", suffix="jpg")
    assert [path.name for path in files.path_of(name).parent.iterdir()] == [f"{name}.jpg"]


def test_what_was_removed_is_gone():
    name = files.keep(b"a picture", suffix="jpg")
    assert files.remove(name)
    assert not files.remove(name)
    with pytest.raises(FileNotFoundError):
        files.open_kept(name)


@pytest.mark.parametrize("name", ["../../keys/seal_key", "", "*", "ab" * 31 + "/.", "AB" * 32])
def test_a_name_that_is_no_hash_opens_nothing(name):
    with pytest.raises(FileNotFoundError):
        files.open_kept(name)


@pytest.mark.parametrize("suffix", ["", ".jpg", "../x", "JPG"])
def test_a_suffix_is_letters_and_digits(suffix):
    with pytest.raises(ValueError, match="no suffix"):
        files.keep(b"x", suffix=suffix)


def test_what_is_sealed_opens_again_and_with_no_other_key(settings):
    sealed = sealing.seal(b"+996 700 123 456")
    assert b"996" not in sealed
    assert sealing.unseal(sealed) == b"+996 700 123 456"
    settings.SEAL_KEY = "another"
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(sealed)


def test_changed_bytes_do_not_open():
    sealed = bytearray(sealing.seal(b"answers"))
    sealed[20] ^= 1
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(bytes(sealed))


def test_a_keyed_hash_is_the_same_for_the_same_and_needs_the_key(settings):
    mine = sealing.keyed_hash(b"0700123456")
    assert mine == sealing.keyed_hash(b"0700123456") != sealing.keyed_hash(b"0700123457")
    settings.HMAC_KEY = "another"
    assert sealing.keyed_hash(b"0700123456") != mine
