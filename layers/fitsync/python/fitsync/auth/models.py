"""What is stored about accounts, in the table `auth`.

| access pattern | key |
| --- | --- |
| account by id | pk `USER#<id>`, sk `ACCOUNT` |
| account id by e-mail address; is an address taken | pk `EMAIL#<normalised>`, sk `EMAIL` |
| failures of an account or network address | pk `ATTEMPTS#<account or address>#<hash>`, sk `ATTEMPTS` |
| one session; all sessions of a user, newest first | pk `USER#<id>`, sk `SESSION#<session id>` |
| has this device signed in before | pk `USER#<id>`, sk `DEVICE#<hash>` |
| a one-time token, which begins with its user's id | pk `USER#<id>`, sk `TOKEN#<hash>` |
| was this mail asked for just now | pk `MAIL#<purpose>#<hash>`, sk `MAIL` |

Sign-in reads the address and both failure counts in one batch, then the account and the device in another.
The authorizer reads session and account in one batch. Secrets are kept as SHA-256 of at least 256 random bits;
passwords as bcrypt.
"""

from __future__ import annotations

from enum import StrEnum

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from fitsync.kit.auth import Plan, Role, effective_role
from fitsync.kit.store import EventsAttribute, Item, VersionedItem, optional


class TokenPurpose(StrEnum):
    """What a one-time token may be used for."""

    VERIFICATION = "verification"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose, not a password


class Account(VersionedItem):
    table = "auth"
    user_id = UnicodeAttribute()
    email = UnicodeAttribute()
    # The profile's, as of this version of it.
    username = UnicodeAttribute()
    profile_version = optional(NumberAttribute())
    password_hash = UnicodeAttribute()
    role = UnicodeAttribute(default=Role.USER.value)
    plan = UnicodeAttribute(default=Plan.FREE.value)
    active = BooleanAttribute(default=True)
    email_verified_at = optional(UTCDateTimeAttribute())
    # Sessions that began up to this instant are over.
    sessions_valid_from = optional(UTCDateTimeAttribute())
    # Names the erasure that its owner has asked for.
    erasure_id = optional(UnicodeAttribute())
    created_at = UTCDateTimeAttribute()

    @property
    def acting_role(self) -> Role:
        """The role the user acts in, with what their plan grants."""
        return effective_role(Role(self.role), Plan(self.plan))


class EmailAddress(Item):
    """Owns an e-mail address: whoever writes it first has it."""

    table = "auth"
    user_id = UnicodeAttribute()


class Attempts(Item):
    """Failed sign-ins of one account or from one network address."""

    table = "auth"
    failures = NumberAttribute(default=0)
    last_failure_at = optional(UTCDateTimeAttribute())
    events = optional(EventsAttribute())
    expires_at = optional(TTLAttribute())


class Session(VersionedItem):
    """One signed-in device. `family_hash` never changes, `refresh_hash` changes with every refresh."""

    table = "auth"
    user_id = UnicodeAttribute()
    session_id = UnicodeAttribute()
    family_hash = UnicodeAttribute()
    refresh_hash = UnicodeAttribute()
    previous_hash = optional(UnicodeAttribute())
    refreshed_at = UTCDateTimeAttribute()
    device_id = UnicodeAttribute()
    device_name = UnicodeAttribute()
    ip = optional(UnicodeAttribute())
    user_agent = optional(UnicodeAttribute())
    created_at = UTCDateTimeAttribute()
    ended_at = optional(UTCDateTimeAttribute())

    def is_valid(self, account: Account) -> bool:
        """Whether the session still stands, given its account."""
        if self.ended_at is not None or self.expired or not account.active:
            return False
        valid_from = account.sessions_valid_from
        return valid_from is None or self.created_at > valid_from


class Device(Item):
    """A device that has signed in before."""

    table = "auth"
    first_seen_at = UTCDateTimeAttribute()


class OneTimeToken(Item):
    table = "auth"
    user_id = UnicodeAttribute()
    purpose = UnicodeAttribute()
    issued_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()

    def is_valid(self, account: Account) -> bool:
        """Whether the token still stands, given its account: one reset of the password ends all links to do so."""
        if self.purpose != TokenPurpose.PASSWORD_RESET.value or account.sessions_valid_from is None:
            return True
        issued_after: bool = self.issued_at > account.sessions_valid_from
        return issued_after


class MailRequest(Item):
    """Somebody asked for a mail to an address; written alike whether or not the address has an account."""

    table = "auth"
    requested_at = UTCDateTimeAttribute()
    events = optional(EventsAttribute())
    expires_at = TTLAttribute()
