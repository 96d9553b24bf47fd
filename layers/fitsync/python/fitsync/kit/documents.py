"""Value objects of the domain and of the store."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """An immutable value object, snake_case, stored as JSON.

    Unknown fields are ignored when read back, so that an older function can read what a newer one wrote.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
