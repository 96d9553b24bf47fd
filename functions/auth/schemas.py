"""Wire models of accounts and sessions."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, EmailStr, Field, StringConstraints

from fitsync.auth.passwords import MAX_BYTES, MIN_LENGTH
from fitsync.auth.service import Account, Session, SignedIn
from fitsync.auth.tokens import ACCESS_LIFETIME, REFRESH_LIFETIME
from fitsync.kit.auth import Plan, Role
from fitsync.kit.wire import Id, Instant, Name, WireModel, examples
from fitsync.users.fields import TimeZone, Username


def _fits_bcrypt(value: str) -> str:
    if len(value.encode()) > MAX_BYTES:
        raise ValueError(f"must be at most {MAX_BYTES} bytes long")
    return value


NewPassword = Annotated[
    str,
    # Spaces are part of a password.
    StringConstraints(strip_whitespace=False, min_length=MIN_LENGTH, max_length=MAX_BYTES),
    AfterValidator(_fits_bcrypt),
    Field(examples=["correct horse battery staple"]),
]
GivenPassword = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1024)]
# RFC 5321, section 4.5.3.1.3 gives a path 256 octets with its angle brackets.
Email = Annotated[EmailStr, Field(max_length=254, examples=["ada@example.org"])]
OneTimeToken = Annotated[str, StringConstraints(min_length=20, max_length=100)]


class RegisterIn(WireModel):
    model_config = examples(
        {
            "email": "ada@example.org",
            "password": "correct horse battery staple",
            "username": "ada",
            "firstName": "Ada",
            "lastName": "Lovelace",
            "timezone": "Europe/London",
        }
    )

    email: Email
    password: NewPassword
    username: Username
    first_name: Name | None = None
    last_name: Name | None = None
    timezone: TimeZone = "UTC"


class AccountOut(WireModel):
    model_config = examples(
        {
            "id": "01JD8Z5Q4M9V6T3X2R7C0B1N8K",
            "email": "ada@example.org",
            "username": "ada",
            "role": "user",
            "plan": "free",
            "emailVerified": True,
        }
    )

    id: Id
    email: str
    username: str
    role: Role
    plan: Plan
    email_verified: bool

    @classmethod
    def of(cls, account: Account) -> Self:
        """The account as its owner sees it."""
        return cls(
            id=account.user_id,
            email=account.email,
            username=account.username,
            role=account.acting_role,
            plan=Plan(account.plan),
            email_verified=account.email_verified_at is not None,
        )


class DeviceIn(WireModel):
    id: Annotated[
        str,
        StringConstraints(min_length=1, max_length=100),
        Field(description="A stable id that the client gives the device.", examples=["b7f1c0de-phone"]),
    ]
    name: Annotated[Name, Field(examples=["Ada's phone"])]


class LoginIn(WireModel):
    model_config = examples(
        {
            "email": "ada@example.org",
            "password": "correct horse battery staple",
            "device": {"id": "b7f1c0de-phone", "name": "Ada's phone"},
        }
    )

    email: Email
    password: GivenPassword
    device: DeviceIn | None = None
    cookie: Annotated[
        bool, Field(strict=True, description="Keep the refresh token in an httpOnly cookie instead of the body.")
    ] = False


class RefreshIn(WireModel):
    model_config = examples({"refreshToken": "01JD8Z6A1B2C3D4E5F6G7H8J9K.3mFz0Jr1Yq0dVQ8wUuVwC3yQkq1mVvYbJ6z2xk8tq9E"})

    refresh_token: Annotated[
        str | None, Field(max_length=400, description="Left out when the token is in the cookie.")
    ] = None


class TokensOut(WireModel):
    """Lifetimes in seconds. `refreshToken` is null when it went into a cookie."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the scheme's name
    expires_in: int = int(ACCESS_LIFETIME.total_seconds())
    refresh_token: str | None
    refresh_expires_in: int = int(REFRESH_LIFETIME.total_seconds())
    session_id: Id
    user: AccountOut

    @classmethod
    def of(cls, signed_in: SignedIn, *, in_cookie: bool) -> Self:
        """Fresh tokens as the client gets them."""
        return cls(
            access_token=signed_in.access_token,
            refresh_token=None if in_cookie else signed_in.refresh_token,
            session_id=signed_in.session.session_id,
            user=AccountOut.of(signed_in.account),
        )


class EmailIn(WireModel):
    email: Email


class AcceptedOut(WireModel):
    """The same whether or not the address has an account."""

    message: str = "If the address has an account, a mail is on its way."


class ResetPasswordIn(WireModel):
    model_config = examples(
        {"token": "3mFz0Jr1Yq0dVQ8wUuVwC3yQkq1mVvYbJ6z2xk8tq9E", "password": "correct horse battery staple"}
    )

    token: OneTimeToken
    password: NewPassword


class SessionOut(WireModel):
    id: Id
    device_id: str
    device_name: str
    ip: str | None
    user_agent: str | None
    created_at: Instant
    refreshed_at: Instant
    current: bool

    @classmethod
    def of(cls, session: Session, current_id: str) -> Self:
        """A session as its owner sees it."""
        return cls(
            id=session.session_id,
            device_id=session.device_id,
            device_name=session.device_name,
            ip=session.ip,
            user_agent=session.user_agent,
            created_at=session.created_at,
            refreshed_at=session.refreshed_at,
            current=session.session_id == current_id,
        )


class Jwk(WireModel):
    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str
    y: str
    use: Literal["sig"]
    alg: Literal["ES256"]
    kid: str


class Jwks(WireModel):
    """A JSON Web Key Set (RFC 7517), outside the envelope so that JWT libraries can read it."""

    keys: list[Jwk]
