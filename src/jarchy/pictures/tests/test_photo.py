"""What is left of a photograph that someone sends."""

import hashlib
import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from jarchy.pictures.photos import PhotoError, PhotoProblem, clean_photo, dhash, hamming

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def scene(width=400, height=300, seed=1) -> Image.Image:
    """A picture with large light and dark spots, as photographs have."""
    rng = random.Random(seed)
    small = Image.frombytes("RGB", (8, 6), bytes(rng.randrange(256) for _ in range(8 * 6 * 3)))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def saved(picture: Image.Image, kind="JPEG", **more) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def from_a_telephone(picture: Image.Image, orientation=1, kind="JPEG") -> bytes:
    exif = Image.Exif()
    exif[MAKER] = "Telephone of Nobody"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (42.0, 52.0, 0.0), 3: "E", 4: (74.0, 36.0, 0.0)})
    more = {"comment": b"my home"} if kind == "JPEG" else {}
    return saved(picture, kind, exif=exif, **more)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_where_it_was_taken_is_gone(kind):
    sent = from_a_telephone(scene(), kind=kind)
    assert Image.open(BytesIO(sent)).getexif().get_ifd(GPS), "the test's picture ought to carry a place"
    kept = Image.open(BytesIO(clean_photo(sent).content))
    assert not kept.getexif() and "comment" not in kept.info and "exif" not in kept.info
    for word in (b"Telephone", b"my home", b"Exif"):
        assert word not in clean_photo(sent).content


def test_it_stands_upright_as_the_telephone_was_held():
    wide = Image.new("RGB", (400, 200), "white")
    wide.paste("black", (0, 0, 200, 200))
    kept = clean_photo(from_a_telephone(wide, orientation=6))
    assert (kept.width, kept.height) == (200, 400)
    upright = Image.open(BytesIO(kept.content)).convert("L")
    assert upright.getpixel((100, 50)) < 30 and upright.getpixel((100, 350)) > 225


def test_a_large_picture_is_made_smaller_and_a_small_one_is_left():
    large = clean_photo(saved(scene(3000, 1500)))
    assert (large.width, large.height) == (1600, 800)
    assert (clean_photo(saved(scene(40, 30))).width, clean_photo(saved(scene(40, 30))).height) == (40, 30)
    assert max(clean_photo(saved(scene(3000, 1500)), longest_side=500).width, 0) == 500


def test_what_is_kept_is_named_by_its_own_hash_and_the_same_twice():
    sent = from_a_telephone(scene())
    kept = clean_photo(sent)
    assert kept.sha256 == hashlib.sha256(kept.content).hexdigest()
    assert kept == clean_photo(sent)
    assert Image.open(BytesIO(kept.content)).format == "JPEG"


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (Image.new("RGBA", (30, 30), (0, 0, 0, 0)), "PNG"),
        (Image.new("LA", (30, 30), (0, 0)), "PNG"),
        (Image.new("L", (30, 30), 255), "JPEG"),
        (Image.new("CMYK", (30, 30), (0, 0, 0, 0)), "JPEG"),
        (Image.new("1", (30, 30), 1), "PNG"),
        (Image.new("P", (30, 30), 0).convert("RGB").quantize(2), "GIF"),
    ],
)
def test_every_kind_of_pixel_becomes_plain_colour_on_white(picture, kind):
    kept = clean_photo(saved(picture, kind))
    assert Image.open(BytesIO(kept.content)).mode == "RGB"
    if kind != "GIF":
        assert Image.open(BytesIO(kept.content)).getpixel((15, 15)) >= (250, 250, 250)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", PhotoProblem.EMPTY),
        (b"<svg onload='alert(1)'/>", PhotoProblem.NOT_A_PICTURE),
        (b"\xff\xd8\xff\xe0 not really", PhotoProblem.NOT_A_PICTURE),
        (saved(scene(), "TIFF"), PhotoProblem.NOT_A_PICTURE),
        (saved(scene())[:3000], PhotoProblem.DAMAGED),
        (saved(scene(), "PNG")[:3000], PhotoProblem.DAMAGED),
    ],
)
def test_what_is_no_whole_picture_is_refused_with_a_reason(data, code):
    with pytest.raises(PhotoError) as refused:
        clean_photo(data)
    assert refused.value.code == code


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    bomb = saved(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(PhotoError) as refused:
        clean_photo(bomb)
    assert refused.value.code == PhotoProblem.TOO_LARGE
    with pytest.raises(PhotoError) as refused:
        clean_photo(saved(scene()), max_pixels=400 * 300 - 1)
    assert refused.value.code == PhotoProblem.TOO_LARGE


def test_of_what_cannot_be_read_smaller_fewer_pixels_are_unpacked():
    wide = Image.new("1", (5000, 4001))
    with pytest.raises(PhotoError) as refused:
        clean_photo(saved(wide, "PNG"))
    assert refused.value.code == PhotoProblem.TOO_LARGE
    assert clean_photo(saved(wide.convert("L"), "JPEG")).width == 1600


def test_a_file_heavier_than_allowed_is_refused():
    with pytest.raises(PhotoError) as refused:
        clean_photo(saved(scene()), max_bytes=100)
    assert refused.value.code == PhotoProblem.TOO_HEAVY


@pytest.mark.parametrize("seed", range(5))
def test_the_same_picture_sent_again_through_a_messenger_is_known_again(seed):
    first = clean_photo(saved(scene(1200, 900, seed), quality=95))
    again = clean_photo(saved(scene(1200, 900, seed).resize((640, 480)), quality=40))
    assert first.sha256 != again.sha256
    assert hamming(first.perceptual_hash, again.perceptual_hash) <= 10


def test_other_pictures_are_not_taken_for_the_same():
    hashes = [dhash(scene(seed=seed)) for seed in range(12)]
    assert min(hamming(a, b) for nth, a in enumerate(hashes) for b in hashes[:nth]) > 10


@given(some.integers(-(2**63), 2**63 - 1), some.integers(-(2**63), 2**63 - 1))
def test_the_difference_of_two_hashes_counts_bits(one, other):
    assert hamming(one, other) == hamming(other, one)
    assert 0 <= hamming(one, other) <= 64 and hamming(one, one) == 0
    assert hamming(one, one ^ 1) == 1


@pytest.mark.parametrize("seed", range(8))
def test_a_hash_fits_a_database_column_of_eight_bytes(seed):
    assert -(2**63) <= dhash(scene(seed=seed)) < 2**63


@settings(max_examples=60, deadline=None)
@given(data=some.data())
def test_a_spoilt_file_is_refused_or_cleaned_and_never_breaks_the_house(data):
    sent = bytearray(
        from_a_telephone(scene(60, 40), kind=data.draw(some.sampled_from(["JPEG", "PNG", "WEBP"])))
    )
    for _ in range(data.draw(some.integers(1, 8))):
        sent[data.draw(some.integers(0, len(sent) - 1))] = data.draw(some.integers(0, 255))
    try:
        kept = clean_photo(bytes(sent))
    except PhotoError:
        return
    assert b"Telephone" not in kept.content
