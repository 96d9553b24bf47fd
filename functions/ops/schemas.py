"""Wire models of the platform's health."""

from typing import Annotated, Literal, Self

from pydantic import Field

from fitsync.kit.wire import WireModel
from fitsync.ops.service import Health


class HealthCheck(WireModel):
    status: Literal["up", "down"]
    latency_ms: int


class HealthOut(WireModel):
    """The same whether the platform is up or down, outside the envelope, so that a monitor reads one shape."""

    status: Literal["up", "down"]
    checks: Annotated[
        dict[str, HealthCheck],
        Field(examples=[{"table.users": {"status": "up", "latencyMs": 4}, "events": {"status": "up", "latencyMs": 7}}]),
    ]
    version: Annotated[str, Field(examples=["1.0.0"])]
    stage: Annotated[str, Field(examples=["prod"])]

    @classmethod
    def of(cls, health: Health) -> Self:
        """The platform's health as anybody may see it."""
        return cls.model_validate(health, from_attributes=True)
