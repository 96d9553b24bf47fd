"""What comes out of a picture: its pixels, upright, small enough, and nothing else."""

from __future__ import annotations

import io
from random import Random
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from fitsync.kit.images import (
    ImageAnimated,
    ImageDamaged,
    ImageRefused,
    ImageTooLarge,
    NotAnImage,
    Size,
    Version,
    versions,
)
from tests.support.pictures import animated, bare, bomb, opened, picture, sixteen_bits, wide

SIZES = (Size("full", 400), Size("thumbnail", 100), Size("square", 80, square=True))

RED, BLUE = (254, 0, 0), (0, 0, 254)


def colour(version: Version, across: float, down: float) -> tuple[int, int, int]:
    """The colour at a place, given in parts of the picture."""
    image = opened(version.content)
    place = (int(image.width * across), int(image.height * down))
    return cast(tuple[int, int, int], image.getpixel(place))


def near(one: tuple[int, int, int], other: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_versions_hold_the_picture_and_nothing_else(kind: str) -> None:
    made = versions(picture(640, 480, kind, marked=True), SIZES)
    assert [(one.width, one.height) for one in made] == [(400, 300), (100, 75), (80, 80)]
    for one in made:
        image = opened(one.content)
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (one.width, one.height))
        assert bare(one.content)
        assert near(colour(one, 0.1, 0.1), RED)
        assert near(colour(one, 0.9, 0.9), BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_is_applied(orientation: int) -> None:
    """Against Pillow's own way of turning the same picture upright."""
    sent = picture(320, 200, orientation=orientation)
    full, *_ = versions(sent, SIZES)
    upright = ImageOps.exif_transpose(opened(sent))
    assert (full.width, full.height) == upright.size
    for across, down in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)):
        place = (int(upright.width * across), int(upright.height * down))
        assert near(colour(full, across, down), cast(tuple[int, int, int], upright.getpixel(place)))


def test_small_pictures_are_not_enlarged() -> None:
    made = versions(picture(50, 30), SIZES)
    assert [(one.width, one.height) for one in made] == [(50, 30), (50, 30), (30, 30)]


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(out, "PNG")
    (full,) = versions(out.getvalue(), SIZES[:1])
    assert near(colour(full, 0.5, 0.5), (255, 255, 255))
    palette = io.BytesIO()
    indexed = Image.new("P", (64, 64), 1)
    indexed.putpalette([255, 0, 0, 0, 0, 255])
    indexed.save(palette, "PNG", transparency=1)
    (full,) = versions(palette.getvalue(), SIZES[:1])
    assert near(colour(full, 0.5, 0.5), (255, 255, 255))


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    (full,) = versions(sixteen_bits(value=0x8000), SIZES[:1])
    assert near(colour(full, 0.5, 0.5), (128, 128, 128), 3)


def test_the_first_of_several_pictures_in_a_jpeg_is_taken() -> None:
    """Phones write a preview or a depth map behind the picture."""
    out = io.BytesIO()
    opened(picture(64, 48)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    (full,) = versions(out.getvalue(), SIZES[:1])
    assert (full.width, full.height) == (64, 48)
    assert near(colour(full, 0.1, 0.1), RED)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr"])
def test_other_colour_models_are_converted(mode: str) -> None:
    kind = "JPEG" if mode in ("L", "CMYK", "YCbCr") else "PNG"
    for one in versions(picture(640, 480, kind, mode), SIZES):
        assert opened(one.content).mode == "RGB"


def test_colour_profiles_are_applied_and_dropped() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (full,) = versions(picture(icc_profile=profile), SIZES[:1])
    assert bare(full.content)
    assert near(colour(full, 0.1, 0.1), RED)
    (full,) = versions(picture(icc_profile=b"no profile at all"), SIZES[:1])
    assert bare(full.content)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotAnImage),
        (b"Not a picture at all.", NotAnImage),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotAnImage),
        (picture(kind="GIF"), NotAnImage),
        (picture(kind="BMP"), NotAnImage),
        (picture(kind="TIFF"), NotAnImage),
        (animated("PNG"), ImageAnimated),
        (animated("WEBP"), ImageAnimated),
        (bomb(), ImageTooLarge),
        (bomb(8_193, 6_144), ImageTooLarge),
        (bomb(8_000, 6_000), ImageDamaged),
        (wide(animated("WEBP")), ImageTooLarge),
        (picture(kind="PNG")[:-200], ImageDamaged),
        (picture()[:1500], ImageDamaged),
    ],
)
def test_what_is_no_still_picture_of_sensible_size_is_refused(content: bytes, refusal: type[ImageRefused]) -> None:
    with pytest.raises(refusal):
        versions(content, SIZES)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.randoms(use_true_random=False))
def test_a_damaged_file_gives_pictures_or_a_refusal_and_nothing_else(kind: str, random: Random) -> None:
    content = bytearray(picture(48, 32, kind, marked=True))
    for _ in range(random.randrange(1, 12)):
        content[random.randrange(len(content))] = random.randrange(256)
    try:
        made = versions(bytes(content[: random.randrange(len(content)) if random.random() < 0.3 else None]), SIZES)
    except ImageRefused:
        return
    assert all(bare(one.content) for one in made)
