from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from fitsync.kit import wire
from fitsync.kit.wire import BodyKg, Id, Instant, Int, Kcal, Kg, Line, Metres, Name, Rpe, Seconds
from fitsync.users.fields import BodyFatPercent, HeightCm
from functions.templates.schemas import BasePercent
from functions.users.schemas import LoadKg

DECIMALS: dict[str, tuple[Any, str, str, int]] = {
    "Kg": (Kg, "0", "2000", 3),
    "BodyKg": (BodyKg, "20", "500", 2),
    "HeightCm": (HeightCm, "50", "300", 1),
    "Metres": (Metres, "0", "1000000", 2),
    "BodyFatPercent": (BodyFatPercent, "2", "100", 2),
}
WHOLE = {"Int": Int, "Seconds": Seconds, "Kcal": Kcal}
EVERY_NUMBER = {**{name: kind[0] for name, kind in DECIMALS.items()}, "Rpe": Rpe, **WHOLE}


class Body(wire.WireModel):
    weight: Kg
    lifted_at: Instant


@pytest.mark.parametrize("name", DECIMALS)
@given(data=st.data())
def test_decimals_come_back_exactly(name: str, data: st.DataObject) -> None:
    kind, low, high, places = DECIMALS[name]
    value = data.draw(st.decimals(Decimal(low), Decimal(high), places=places))
    adapter: TypeAdapter[Decimal] = TypeAdapter(kind)
    sent = json.dumps(float(value))
    inside = adapter.validate_python(json.loads(sent))
    assert inside == value
    assert adapter.validate_python(json.loads(adapter.dump_json(inside))) == value


@pytest.mark.parametrize("name", EVERY_NUMBER)
@pytest.mark.parametrize(
    "wrong", [math.nan, math.inf, -math.inf, True, False, "70", "", None, [70], {}, -1, 10**15, 1e300]
)
def test_what_is_no_number_in_range_is_refused(name: str, wrong: object) -> None:
    if name == "Int" and wrong in (-1, 10**15) and not isinstance(wrong, bool):
        return
    with pytest.raises(ValidationError):
        TypeAdapter(EVERY_NUMBER[name]).validate_python(wrong)


@pytest.mark.parametrize("name", DECIMALS)
def test_more_places_than_the_unit_has_are_refused(name: str) -> None:
    kind, low, _, places = DECIMALS[name]
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(float(low) + 10 ** -(places + 1))


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("wrong", [1.5, 1.0, Decimal(1)])
def test_a_whole_number_is_one_on_the_wire(name: str, wrong: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(WHOLE[name]).validate_python(wrong)


@pytest.mark.parametrize("rpe", [6, 6.5, 7.0, 9.5, 10])
def test_rpe_goes_in_halves_from_six_to_ten(rpe: float) -> None:
    assert TypeAdapter(Rpe).validate_python(rpe) == Decimal(str(rpe))


@pytest.mark.parametrize("rpe", [5.5, 11, 10.5, 7.25, 0])
def test_rpe_outside_of_the_scale_is_refused(rpe: float) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Rpe).validate_python(rpe)


@given(st.decimals(0, 2000, places=3), st.integers(-14, 14))
def test_a_body_goes_out_as_plain_json(weight: Decimal, offset: int) -> None:
    sign = "+" if offset >= 0 else "-"
    body = Body.model_validate(
        {"weight": float(weight), "liftedAt": f"2026-03-02T12:00:00.123456{sign}{abs(offset):02}:00"}
    )
    out = json.loads(body.model_dump_json(by_alias=True))
    assert type(out["weight"]) in (int, float)
    assert Decimal(str(out["weight"])) == weight
    assert out["liftedAt"].endswith(".123Z")
    assert datetime.fromisoformat(out["liftedAt"]) == datetime.fromisoformat("2026-03-02T12:00:00.123Z") - timedelta(
        hours=offset
    )


@pytest.mark.parametrize(
    "wrong", ["2026-03-02T12:00:00", "2026-03-02", "noon", "2026-13-02T12:00:00Z", "", None, [], True]
)
def test_an_instant_has_an_offset(wrong: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(wrong)


@given(st.text(max_size=30))
def test_only_an_upper_case_ulid_is_an_id(text: str) -> None:
    allowed = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    is_one = len(text) == 26 and set(text) <= allowed and text[0] in "01234567"
    if is_one:
        assert TypeAdapter(Id).validate_python(text) == text
    else:
        with pytest.raises(ValidationError):
            TypeAdapter(Id).validate_python(text)


@pytest.mark.parametrize("trailing", ["\n", " ", "\x00", "0"])
def test_nothing_may_follow_an_id(trailing: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python("01JD8Z5Q4M9V6T3X2R7C0B1N8K" + trailing)


@pytest.mark.parametrize("kind", [Name, Line])
@pytest.mark.parametrize("control", ["\n", "\r", "\t", "\x00", "\x1b", "\x7f"])
def test_a_line_is_one_line(kind: Any, control: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(f"a{control}b")


def test_unknown_fields_are_refused_and_names_are_camel_case() -> None:
    with pytest.raises(ValidationError, match="liftedBy"):
        Body.model_validate({"weight": 1, "liftedAt": "2026-03-02T12:00:00Z", "liftedBy": "ada"})
    assert set(Body.model_json_schema(by_alias=True)["properties"]) == {"weight", "liftedAt"}


OPEN: Any = Annotated[Decimal, *wire.measure(0, 100, "0.01", above=True, below=True)]


@pytest.mark.parametrize("kind", [*(EVERY_NUMBER[name] for name in (*DECIMALS, "Rpe")), LoadKg, BasePercent, OPEN])
def test_the_documented_bounds_are_the_real_ones(kind: Any) -> None:
    adapter = TypeAdapter(kind)
    schema = adapter.json_schema()
    step = schema["multipleOf"]
    least = schema["minimum"] if "minimum" in schema else schema["exclusiveMinimum"] + step
    most = schema["maximum"] if "maximum" in schema else schema["exclusiveMaximum"] - step
    for bound, beyond in ((least, least - step), (most, most + step)):
        adapter.validate_python(bound)
        with pytest.raises(ValidationError):
            adapter.validate_python(beyond)


@pytest.mark.parametrize(
    ("computed", "shown"),
    [
        (Decimal(100) / 3 * 3, "100"),
        (Decimal(1) / 3, "0.3333333333333333"),
        (Decimal("-2.50"), "-2.5"),
        (10**20, f"{10**20}"),
    ],
)
def test_a_computed_number_is_shown_as_what_it_is(computed: Decimal, shown: str) -> None:
    assert TypeAdapter(wire.Number).dump_json(Decimal(computed)).decode() == shown
