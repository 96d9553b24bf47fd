"""What goes over the wire: camelCase models, the envelope, and numbers in metric units.

Numbers are exact decimals inside and plain JSON numbers outside. NaN, infinity, strings and booleans are not numbers.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, Self, TypeAlias, TypeVar, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MultipleOf
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

T = TypeVar("T")


class WireModel(BaseModel):
    """Base of every request and response body: camelCase outside, unknown fields refused."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        from_attributes=True,
        str_strip_whitespace=True,
        defer_build=True,
    )

    @classmethod
    def shown(cls, **fields: object) -> Self:
        """The model of what is known under the names of its fields.

        As calling it, without looking for every field of every nested object under its alias first.
        """
        return cls.model_validate(fields, by_alias=False, by_name=True)


class Meta(WireModel):
    """Paging of a listing."""

    limit: int
    next_cursor: str | None = Field(default=None, description="Send it as `cursor` for the next page; null at the end.")


class Envelope(WireModel, Generic[T]):
    """Every success."""

    success: Literal[True] = True
    data: T
    meta: Meta | None = None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """`ThingOutEnvelope`, or `ThingOutListEnvelope` for a listing: names that generated clients can use."""
        (data,) = params
        item = get_args(data)[0] if get_origin(data) is list else None
        name = f"{item.__name__}List" if item else getattr(data, "__name__", None)
        return f"{name}Envelope" if name else super().model_parametrized_name(params)


def examples(*bodies: Mapping[str, Any]) -> ConfigDict:
    """The `model_config` of a wire model that shows itself by `bodies`, as they go over the wire.

    A model without one is shown by what its fields' `examples`, defaults and types give.
    """
    return ConfigDict(json_schema_extra={"examples": [dict(body) for body in bodies]})


class ErrorBody(WireModel):
    """What went wrong. `code` is stable; `message` is for people and may change."""

    code: str
    type: str
    message: str
    details: dict[str, object] | None = None


class ErrorEnvelope(WireModel):
    """Every failure."""

    success: Literal[False] = False
    error: ErrorBody
    request_id: str
    timestamp: AwareDatetime


def ok(data: T) -> Envelope[T]:
    """The envelope of one thing."""
    return Envelope.model_construct(success=True, data=data, meta=None)


def page(items: list[T], limit: int, next_cursor: str | None) -> "Envelope[list[T]]":
    """The envelope of one page of a listing."""
    meta = Meta.model_construct(limit=limit, next_cursor=next_cursor)
    return Envelope.model_construct(success=True, data=items, meta=meta)


def _number(value: object) -> object:
    """Let only JSON numbers (and Decimals from inside) through, by their shortest decimal form."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    return Decimal(repr(value))


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")


def _written_date(value: object) -> object:
    """Let only `2026-01-31` through: a number would be read as seconds since 1970."""
    if (isinstance(value, str) and not _DATE.fullmatch(value)) or not isinstance(value, str | date):
        raise ValueError("must be a date, such as 2026-01-31")
    return value


def _written_instant(value: object) -> object:
    """Let only RFC 3339 through: a number would be read as seconds since 1970."""
    if (isinstance(value, str) and not _DATE_TIME.fullmatch(value)) or not isinstance(value, str | datetime):
        raise ValueError("must be a time with its offset, such as 2026-01-31T06:30:00Z")
    return value


def _utc(value: datetime) -> datetime:
    try:
        value = value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is outside the years 1 to 9999 in UTC") from None
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def _rfc3339(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain_number(value: Decimal) -> int | float:
    number = float(value)
    # Rounded, not cut: what was computed may be a digit short of the whole number that its float is.
    return round(value) if number.is_integer() else number


_as_number = PlainSerializer(_plain_number, return_type=object, when_used="json")


def measure(least: int, most: int, step: str, *, above: bool = False, below: bool = False) -> tuple[object, ...]:
    """What makes a decimal a number from `least` to `most` in steps of `step`.

    The ends are among them, but for `least` when it is to be `above` that, and `most` when `below`.
    """
    multiple = Decimal(step)
    return (
        # Bounds stand next to the type: pydantic's core checks them then, and calls back into Python otherwise.
        Gt(least) if above else Ge(least),
        Lt(most) if below else Le(most),
        MultipleOf(multiple),
        BeforeValidator(_number),
        _as_number,
        WithJsonSchema(
            {
                "type": "number",
                "exclusiveMinimum" if above else "minimum": least,
                "exclusiveMaximum" if below else "maximum": most,
                "multipleOf": float(multiple),
            }
        ),
    )


Kg: TypeAlias = Annotated[Decimal, *measure(0, 2000, "0.001")]
"""A mass in kilograms, to the gram. 2,000 kg is above any lift or load on record."""

BodyKg: TypeAlias = Annotated[Decimal, *measure(20, 500, "0.01")]
"""A body weight in kilograms."""

Metres: TypeAlias = Annotated[Decimal, *measure(0, 1_000_000, "0.01")]
"""A distance in metres, to the centimetre, up to 1,000 km."""

Rpe: TypeAlias = Annotated[Decimal, *measure(6, 10, "0.5")]
"""Rate of perceived exertion in resistance training, 6 to 10 in halves.

Source: Zourdos et al. 2016, J Strength Cond Res 30(1):267-275.
"""

SessionRpe: TypeAlias = Annotated[Decimal, *measure(0, 10, "0.5")]
"""Rate of perceived exertion of a whole session, 0 (rest) to 10 (maximal) in halves, on Borg's CR-10 scale.

Source: Foster et al. 2001, J Strength Cond Res 15(1):109-115.
"""

Difference: TypeAlias = Annotated[Decimal, *measure(-2000, 2000, "0.001")]
"""By how much something changes, in its own unit; negative goes down."""

Amount: TypeAlias = Annotated[Decimal, *measure(0, 1_000_000_000, "0.001")]
"""A value in whatever unit goes with it. A billion is above what adds up in a life in metres, seconds or kilograms."""

Number: TypeAlias = Annotated[Decimal, _as_number, WithJsonSchema({"type": "number"})]
"""A computed decimal on its way out."""

Int: TypeAlias = Annotated[int, Strict()]
"""A JSON whole number; bound it with `Field(ge=…, le=…)`."""

Seconds: TypeAlias = Annotated[int, Strict(), Field(ge=0, le=86_400)]
"""A duration in whole seconds, up to a day."""

Kcal: TypeAlias = Annotated[int, Strict(), Field(ge=0, le=20_000)]

_ULID = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"

Id: TypeAlias = Annotated[
    str,
    StringConstraints(pattern=_ULID),
    WithJsonSchema({"type": "string", "pattern": _ULID, "examples": ["01JD8Z5Q4M9V6T3X2R7C0B1N8K"]}),
]
"""A ULID in upper case."""

Instant: TypeAlias = Annotated[
    AwareDatetime,
    BeforeValidator(_written_instant),
    AfterValidator(_utc),
    PlainSerializer(_rfc3339, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An instant, RFC 3339; any offset comes in, UTC to the millisecond goes out."""

Day: TypeAlias = Annotated[date, BeforeValidator(_written_date), WithJsonSchema({"type": "string", "format": "date"})]
"""A calendar day; whose time zone it is in is said where it is used."""

_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"

Name: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_ONE_LINE)]
"""A short single-line name."""

Line: TypeAlias = Annotated[str, StringConstraints(max_length=200, pattern=_ONE_LINE)]
"""A single line of text; may be empty."""

Notes: TypeAlias = Annotated[str, StringConstraints(max_length=2000)]
"""Free text of several lines."""
