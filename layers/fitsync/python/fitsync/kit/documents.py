"""Value objects of the domain and of the store."""

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """An immutable value object, snake_case, stored as JSON.

    Unknown fields are ignored when read back, so that an older function can read what a newer one wrote. The error over
    one that cannot be read says where and why, but not what is in it: errors end up in logs.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, hide_input_in_errors=True)
