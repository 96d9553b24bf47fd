"""Who is calling and what they may do: roles, plans, scopes and the access a route declares."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """A user's role; `premium` is what a paid plan grants."""

    USER = "user"
    PREMIUM = "premium"
    ADMIN = "admin"


class Plan(StrEnum):
    """What the user pays for."""

    FREE = "free"
    PREMIUM = "premium"
    PRO = "pro"


class Access(StrEnum):
    """Who may call a route."""

    PUBLIC = "public"
    USER = "user"
    PREMIUM = "premium"
    ADMIN = "admin"
    WEBHOOK = "webhook"

    @property
    def signed_in(self) -> bool:
        """Whether an access token is needed (a webhook proves itself by its own signature)."""
        return self not in (Access.PUBLIC, Access.WEBHOOK)


_USER_SCOPES = frozenset(
    {
        "read:own_profile",
        "write:own_profile",
        "read:exercises",
        "write:custom_exercises",
        "read:own_workouts",
        "write:own_workouts",
        "read:public_templates",
        "write:own_templates",
        "read:own_progress",
        "write:own_progress",
    }
)
_PREMIUM_SCOPES = _USER_SCOPES | {
    "read:ai_recommendations",
    "write:ai_requests",
    "read:advanced_analytics",
    "export:own_data",
    "access:premium_templates",
    "unlimited:ai_generation",
}
_ADMIN_SCOPES = _PREMIUM_SCOPES | {
    "read:all_users",
    "write:all_users",
    "moderate:content",
    "feature:templates",
    "read:platform_analytics",
    "write:admin_settings",
}
_SCOPES = {Role.USER: _USER_SCOPES, Role.PREMIUM: _PREMIUM_SCOPES, Role.ADMIN: _ADMIN_SCOPES}


def scopes_of(role: Role) -> frozenset[str]:
    """The permissions of `role`."""
    return _SCOPES[role]


def effective_role(role: Role, plan: Plan) -> Role:
    """The role a user acts in: a paid plan lifts `user` to `premium`."""
    if role is Role.USER and plan is not Plan.FREE:
        return Role.PREMIUM
    return role


class Principal(NamedTuple):
    """The signed-in caller, as the access token states."""

    user_id: str
    role: Role
    plan: Plan
    scopes: frozenset[str]
    session_id: str

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    def may(self, access: Access) -> bool:
        """Whether this caller reaches a route with `access`."""
        if access is Access.ADMIN:
            return self.is_admin
        if access is Access.PREMIUM:
            return self.role in (Role.PREMIUM, Role.ADMIN)
        return True

    def to_context(self) -> dict[str, str]:
        """The flat strings that the authorizer hands to the gateway."""
        return {
            "userId": self.user_id,
            "role": self.role,
            "plan": self.plan,
            "scopes": " ".join(sorted(self.scopes)),
            "sessionId": self.session_id,
        }

    @classmethod
    def from_context(cls, context: Mapping[str, object]) -> Principal | None:
        """The caller in a gateway event's authorizer context; None when there is none."""
        if not context.get("userId"):
            return None
        return _principal(*(str(context.get(name, "")) for name in ("userId", "role", "plan", "scopes", "sessionId")))


@functools.lru_cache(maxsize=256)
def _principal(user_id: str, role: str, plan: str, scopes: str, session_id: str) -> Principal:
    return Principal(user_id, Role(role), Plan(plan), frozenset(scopes.split()), session_id)
