"""What is kept about people here, for their export and their erasure."""

from collections.abc import Iterator
from datetime import datetime

from fitsync.auth import repository
from fitsync.auth.models import Account, EmailAddress, Session, TokenPurpose
from fitsync.kit import store
from fitsync.kit.documents import Document
from fitsync.kit.erasing import every, in_turn, partition
from fitsync.kit.personal import ExportFile, ExportRows, Held, PersonalData, Step


class ExportedAccount(Document):
    """The account, without what proves its password."""

    user_id: str
    email: str
    username: str
    role: str
    plan: str
    created_at: datetime
    email_verified_at: datetime | None


class ExportedSession(Document):
    """A sign-in on a device, and from where."""

    session_id: str
    device_name: str
    ip: str | None
    user_agent: str | None
    created_at: datetime
    refreshed_at: datetime
    ended_at: datetime | None


def export(user_id: str) -> Iterator[ExportFile]:
    """The account and its sessions."""
    account = repository.find_account(user_id)
    found = [account] if account else []
    yield ExportRows("auth/account", ExportedAccount, (_account(one) for one in found))
    sessions = every(Session, repository.user_key(user_id), repository.SESSION)
    yield ExportRows("auth/sessions", ExportedSession, (_session(one) for one in sessions))


def erase(user_id: str) -> Step:
    """The account goes last: it knows the address under which the rest is found."""
    pk = repository.user_key(user_id)
    return in_turn(
        lambda: partition("auth", pk, repository.SESSION),
        lambda: partition("auth", pk, repository.DEVICE),
        lambda: partition("auth", pk, repository.TOKEN),
        lambda: _account_itself(user_id),
    )


def _account_itself(user_id: str) -> Step:
    account = repository.find_account(user_id)
    if account is None:
        return Step(0, done=True)
    for kept in (
        repository.account_attempts(account.email),
        *(repository.mail_request(account.email, purpose) for purpose in TokenPurpose),
    ):
        store.write(store.delete(kept))
    address = EmailAddress(repository.email_key(account.email), repository.EMAIL, user_id=user_id)
    try:
        store.write(store.delete(address, EmailAddress.user_id == user_id), store.delete(account))
    except store.ConditionFailed:
        return Step(0, done=False)
    return Step(2, done=True)


def _account(account: Account) -> ExportedAccount:
    return ExportedAccount.model_validate(account, from_attributes=True)


def _session(session: Session) -> ExportedSession:
    return ExportedSession.model_validate(session, from_attributes=True)


PERSONAL = PersonalData(
    area="auth",
    tables=("auth",),
    held=(
        Held("account", "e-mail address, username, hash of the password: to sign in", "until erasure", "auth"),
        Held(
            "sessions",
            "device, network address and program of each sign-in: to list and end them",
            "7 days after the last use",
            "auth",
        ),
        Held("known devices", "hashes of devices: to warn of a sign-in on a new one", "until erasure", "auth"),
        Held("one-time tokens", "hashes of links in mails: to confirm, to reset", "an hour to a day", "auth"),
        Held(
            "failed sign-ins and mail requests",
            "counts under hashes of addresses: against guessing and flooding",
            "15 minutes to 2 days",
            "auth",
        ),
    ),
    export=export,
    erase=erase,
)
