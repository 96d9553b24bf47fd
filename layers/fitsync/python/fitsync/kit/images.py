"""Making pictures that people upload harmless: only pixels come out, in a format and sizes of our own.

Needs the layer `media`. Nothing is decoded before its declared dimensions are known to be small enough, and nothing
that was in the file besides the picture is in the result: no EXIF with its place and device, no XMP, IPTC, comments,
thumbnails or colour profile (colours are converted to sRGB).
"""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, NamedTuple

from PIL import Image, UnidentifiedImageError

MAX_PIXELS: Final = 8_192 * 6_144
"""What the largest common phone sensors (50 megapixels) write; 150 MB decoded, and several times as much on the way."""
JPEG_QUALITY: Final = 85
"""Differences to the original are hardly seen from here on, while files keep growing (Pillow advises against more
than 95).
"""
CONTENT_TYPE: Final = "image/jpeg"

# What decoders raise over files that are damaged or made to break them.
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, OverflowError, LookupError, TypeError, AttributeError, ArithmeticError,
    struct.error, zlib.error,
)  # fmt: skip
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
# A JPEG that holds further pictures (a preview, a depth map): phones write it, the first one is the picture.
_MANY_IN_ONE = "MPO"
_ORIENTATION = 0x0112
# EXIF 2.32 (CIPA DC-008), tag Orientation: what turns the stored picture upright.
_UPRIGHT: Mapping[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIXTEEN_BITS = {"I", "I;16", "I;16B", "I;16L", "I;16N"}


class ImageRefused(Exception):
    """A file that is not taken as a picture. The code is stable."""

    code: ClassVar[str] = "IMAGE_REFUSED"
    message: ClassVar[str] = "The file cannot be used as a picture."


class NotAnImage(ImageRefused):
    code, message = "NOT_AN_IMAGE", "The file is not a JPEG, PNG or WebP picture."


class ImageDamaged(ImageRefused):
    code, message = "IMAGE_DAMAGED", "The picture is incomplete or damaged."


class ImageTooLarge(ImageRefused):
    code, message = "IMAGE_TOO_LARGE", f"The picture has more than {MAX_PIXELS // 1_000_000} megapixels."


class ImageAnimated(ImageRefused):
    code, message = "IMAGE_ANIMATED", "The picture moves; upload a still one."


class Size(NamedTuple):
    """A version to make: its name, the longer side at most in pixels, and whether it is cut to a square."""

    name: str
    side: int
    square: bool = False


class Version(NamedTuple):
    """A version that was made: JPEG bytes, and the dimensions of the picture in them."""

    size: Size
    content: bytes
    width: int
    height: int


def versions(content: bytes, sizes: tuple[Size, ...]) -> list[Version]:
    """The picture in `content`, upright, in sRGB, on white where it is transparent; one JPEG per size.

    A small picture is not enlarged. Raises `ImageRefused`.
    """
    with _opened(content) as image:
        picture = _decoded(image, max(size.side for size in sizes))
    return [_version(picture, size) for size in sizes]


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise NotAnImage from error
    except Image.DecompressionBombError as error:
        raise ImageTooLarge from error
    except _BROKEN as error:
        raise ImageDamaged from error
    with image:
        if image.width * image.height > MAX_PIXELS:
            raise ImageTooLarge
        if image.format != _MANY_IN_ONE and getattr(image, "is_animated", False):
            raise ImageAnimated
        yield image


def _decoded(image: Image.Image, side: int) -> Image.Image:
    """The pixels, upright, as 8-bit sRGB, with nothing else of the file."""
    turn = _UPRIGHT.get(_orientation(image))
    try:
        # A JPEG can be decoded at half, a quarter or an eighth of its size, if that is still enough; others come whole.
        image.draft(None, (side, side))
        image.load()
        picture = _flat(_srgb(image))
    except _BROKEN as error:
        raise ImageDamaged from error
    if turn is not None:
        picture = picture.transpose(turn)
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return bare


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return 1


def _srgb(image: Image.Image) -> Image.Image:
    """The picture with its colours converted, where it says what they mean; a useless profile is ignored."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return image
    # Most pictures have no profile, and most are not cut to a square: what does that is imported for those that do.
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return image
    return converted or image


def _flat(image: Image.Image) -> Image.Image:
    """The picture in RGB, on white."""
    if image.mode in _SIXTEEN_BITS:
        # Values of 16 bits would be cut off at 255.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return image.convert("RGB")


def _version(picture: Image.Image, size: Size) -> Version:
    box = (size.side, size.side)
    if size.square:
        from PIL import ImageOps

        side = min(size.side, *picture.size)
        made = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS)
    else:
        made = picture.copy()
        made.thumbnail(box, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return Version(size, out.getvalue(), made.width, made.height)
