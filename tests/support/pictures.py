"""Pictures to upload, good ones and bad ones."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

# The marks that a picture leaves its place and maker in; searched for in what is stored.
PLACE, MAKER, COMMENT, XMP = (
    "Aegina",
    "SpyCam 3000",
    b"taken at home",
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>37.7</x:xmpmeta>",
)
_GPS, _MAKE, _ORIENTATION, _AREA = 0x8825, 0x010F, 0x0112, 28


def picture(
    width: int = 640,
    height: int = 480,
    kind: str = "JPEG",
    mode: str = "RGB",
    *,
    orientation: int | None = None,
    marked: bool = False,
    **options: Any,
) -> bytes:
    """A picture: red in its upper left quarter, blue elsewhere. `marked` ones say where they were taken and by what."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    if orientation:
        exif[_ORIENTATION] = orientation
    if marked:
        exif[_MAKE] = MAKER
        exif.get_ifd(_GPS).update({1: "N", 2: (37.0, 44.0, 47.0), 3: "E", 4: (23.0, 25.0, 39.0), _AREA: PLACE})
        options["xmp"] = XMP
        if kind == "JPEG":
            options["comment"] = COMMENT
    if len(exif):
        options["exif"] = exif
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def animated(kind: str) -> bytes:
    """A picture that moves."""
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def sixteen_bits(width: int = 64, height: int = 64, value: int = 0x8000) -> bytes:
    """A grey PNG of 16 bits per pixel."""
    out = io.BytesIO()
    Image.new("I;16", (width, height), value).save(out, "PNG")
    return out.getvalue()


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few hundred bytes that declares those dimensions."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 10_000, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*each) for each in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    )


def wide(animation: bytes) -> bytes:
    """An animated WebP whose canvas is as large as the format allows."""
    at = animation.index(b"VP8X") + 12
    return animation[:at] + 2 * (16_383 - 1).to_bytes(3, "little") + animation[at + 6 :]


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def opened(content: bytes) -> Image.Image:
    """A stored picture, decoded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def bare(content: bytes) -> bool:
    """Whether there is nothing in a JPEG but the picture."""
    image = opened(content)
    extras = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    marks = [PLACE.encode(), MAKER.encode(), COMMENT, b"xmpmeta", b"Exif", b"ICC_PROFILE", b"Photoshop"]
    return not extras and not len(image.getexif()) and not any(mark in content for mark in marks)
