"""A small FIT encoder: activity files as a watch writes them, for tests and benchmarks.

The layout is that of the FIT protocol: a header of 14 bytes, definition messages that say which fields the data
messages of a local number have, and a CRC-16 at the end. Values are given raw, as the profile scales them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

EPOCH: Final = datetime(1989, 12, 31, tzinfo=UTC)
"""What FIT counts its seconds from."""

_NIBBLES: Final = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip


class Kind(NamedTuple):
    """A base type of the protocol: its number, its `struct` code and the value that stands for none."""

    number: int
    code: str
    invalid: int


ENUM: Final = Kind(0x00, "B", 0xFF)
SINT8: Final = Kind(0x01, "b", 0x7F)
UINT8: Final = Kind(0x02, "B", 0xFF)
UINT16: Final = Kind(0x84, "H", 0xFFFF)
SINT32: Final = Kind(0x85, "i", 0x7FFFFFFF)
UINT32: Final = Kind(0x86, "I", 0xFFFFFFFF)
STRING: Final = Kind(0x07, "s", 0)

Value = int | bytes | tuple[int, ...] | None


class Shape(NamedTuple):
    """A message: its global number, and by name the number and type of each field used here."""

    number: int
    fields: Mapping[str, tuple[int, Kind]]


FILE_ID: Final = Shape(0, {"type": (0, ENUM), "manufacturer": (1, UINT16), "time_created": (4, UINT32)})
ACTIVITY: Final = Shape(
    34, {"timestamp": (253, UINT32), "num_sessions": (1, UINT16), "type": (2, ENUM), "local_timestamp": (5, UINT32)}
)
SESSION: Final = Shape(
    18,
    {
        "timestamp": (253, UINT32),
        "start_time": (2, UINT32),
        "sport": (5, ENUM),
        "sub_sport": (6, ENUM),
        "total_elapsed_time": (7, UINT32),
        "total_timer_time": (8, UINT32),
        "total_distance": (9, UINT32),
        "total_calories": (11, UINT16),
        "avg_heart_rate": (16, UINT8),
        "max_heart_rate": (17, UINT8),
        "total_ascent": (22, UINT16),
        "total_descent": (23, UINT16),
    },
)
LAP: Final = Shape(
    19,
    {
        "timestamp": (253, UINT32),
        "start_time": (2, UINT32),
        "total_elapsed_time": (7, UINT32),
        "total_timer_time": (8, UINT32),
        "total_distance": (9, UINT32),
        "avg_heart_rate": (15, UINT8),
        "max_heart_rate": (16, UINT8),
    },
)
RECORD: Final = Shape(
    20,
    {
        "timestamp": (253, UINT32),
        "position_lat": (0, SINT32),
        "position_long": (1, SINT32),
        "altitude": (2, UINT16),
        "heart_rate": (3, UINT8),
        "distance": (5, UINT32),
        "speed": (6, UINT16),
    },
)
SET: Final = Shape(
    225,
    {
        "timestamp": (254, UINT32),
        "duration": (0, UINT32),
        "repetitions": (3, UINT16),
        "weight": (4, UINT16),
        "set_type": (5, UINT8),
        "start_time": (6, UINT32),
        "category": (7, UINT16),
        "category_subtype": (8, UINT16),
    },
)
TITLE: Final = Shape(
    264, {"exercise_category": (0, UINT16), "exercise_name": (1, UINT16), "wkt_step_name": (2, STRING)}
)


def seconds(at: datetime) -> int:
    """An instant as FIT writes it."""
    return int((at - EPOCH).total_seconds())


def semicircles(degrees: float) -> int:
    """Degrees as FIT writes positions: 2^31 semicircles are 180 degrees."""
    return round(degrees * 2**31 / 180)


def crc(data: bytes, start: int = 0) -> int:
    """The CRC-16 of the FIT protocol, a nibble at a time."""
    value = start
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            value = (value >> 4) & 0x0FFF ^ _NIBBLES[value & 0xF] ^ _NIBBLES[nibble]
    return value


@dataclass
class Fit:
    """A FIT file in the making. A definition is written whenever the fields of a message change."""

    body: bytearray = field(default_factory=bytearray)
    _defined: dict[int, tuple[int, tuple[tuple[str, int], ...]]] = field(default_factory=dict)

    def add(self, shape: Shape, **values: Value) -> Fit:
        """Append a message with raw values; None is written as the type's invalid value."""
        sizes = tuple((name, _size(shape.fields[name][1], value)) for name, value in values.items())
        local = shape.number % 16
        if self._defined.get(local) != (shape.number, sizes):
            self._defined[local] = shape.number, sizes
            self.body += struct.pack("<BBBHB", 0x40 | local, 0, 0, shape.number, len(sizes))
            for name, size in sizes:
                number, kind = shape.fields[name]
                self.body += bytes((number, size, kind.number))
        self.body.append(local)
        for name, value in values.items():
            self.body += _packed(shape.fields[name][1], value)
        return self

    def many(self, shape: Shape, rows: Iterable[Mapping[str, Value]]) -> Fit:
        """Append a message for every row."""
        for row in rows:
            self.add(shape, **row)
        return self

    def done(self) -> bytes:
        """The whole file, with header and CRC."""
        head = struct.pack("<BBHI4s", 14, 0x20, 2100, len(self.body), b".FIT")
        head += struct.pack("<H", crc(head))
        whole = head + bytes(self.body)
        return whole + struct.pack("<H", crc(whole))


def _size(kind: Kind, value: Value) -> int:
    if isinstance(value, bytes):
        return len(value)
    return struct.calcsize(kind.code) * (len(value) if isinstance(value, tuple) else 1)


def _packed(kind: Kind, value: Value) -> bytes:
    if isinstance(value, bytes):
        return value
    values = value if isinstance(value, tuple) else (value,)
    return struct.pack(f"<{len(values)}{kind.code}", *(kind.invalid if each is None else each for each in values))
