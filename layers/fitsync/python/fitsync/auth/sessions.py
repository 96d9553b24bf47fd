"""Signing in and out, and keeping a session alive."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from fitsync.auth import events, failures, passwords, repository, tokens
from fitsync.auth.digests import digest, same
from fitsync.auth.errors import (
    AccountDisabled,
    EmailNotVerified,
    InvalidCredentials,
    InvalidRefreshToken,
    RefreshTokenReused,
    SessionNotFound,
)
from fitsync.auth.events import AllSessionsEnded, SessionEnded, SignedInOnNewDevice
from fitsync.auth.models import Account, Attempts, Device, Session
from fitsync.auth.tokens import RefreshToken
from fitsync.kit import clock, context, store
from fitsync.kit.errors import ConcurrentChange
from fitsync.kit.events import DomainEvent
from fitsync.kit.store import Action

# Two refreshes of one device at the same moment are an accident, not a theft.
REFRESH_GRACE = timedelta(seconds=10)

_NOBODY = "0" * 26


class DeviceInfo(NamedTuple):
    """What a client says of the device that signs in."""

    id: str
    name: str


class SignedIn(NamedTuple):
    """Fresh tokens and whom they are for."""

    account: Account
    session: Session
    access_token: str
    refresh_token: str


def sign_in(email: str, password: str, device: DeviceInfo) -> SignedIn:
    """Sign in with a password.

    Raises `InvalidCredentials`, `AccountLocked`, `RateLimited` (too many failures from the network address),
    `EmailNotVerified` or `AccountDisabled`. Unknown addresses take the same path, requests and time as known ones.
    """
    origin = context.current()
    owner, by_account, by_address = repository.find_sign_in(email, origin.ip)
    failures.refuse_locked(by_account, by_address)
    account, known_device = repository.find_account_and_device(owner.user_id if owner else _NOBODY, device.id)
    right = passwords.matches(password, account.password_hash if account else None)
    for _ in range(failures.TRIES):
        try:
            if account is None or not right:
                failures.count(account, by_account, by_address)
                raise InvalidCredentials()
            _refuse_inactive(account)
            return _open_session(account, device, known_device, by_account)
        except store.ConditionFailed:
            # Whoever tried at the same moment was counted first. A guess among many at once, right or wrong, is only
            # worth something as long as those before it have not locked the account.
            _, by_account, by_address = repository.find_sign_in(email, origin.ip)
            failures.refuse_locked(by_account, by_address)
    raise ConcurrentChange()


def _refuse_inactive(account: Account) -> None:
    if not account.active:
        raise AccountDisabled()
    if account.email_verified_at is None:
        raise EmailNotVerified()


def _open_session(account: Account, device: DeviceInfo, known: Device | None, attempts: Attempts) -> SignedIn:
    now, origin = clock.now(), context.current()
    session_id = clock.new_id()
    refresh = RefreshToken.new(account.user_id, session_id)
    session = Session(
        repository.user_key(account.user_id),
        repository.session_key(session_id),
        user_id=account.user_id,
        session_id=session_id,
        family_hash=digest(refresh.family),
        refresh_hash=digest(refresh.rotating),
        refreshed_at=now,
        device_id=device.id,
        device_name=device.name,
        ip=origin.ip or None,
        user_agent=origin.user_agent or None,
        created_at=now,
        expires_at=now + tokens.REFRESH_LIFETIME,
    )
    raised: list[DomainEvent] = [events.SignedIn(session_id=session_id, device_name=device.name)]
    actions: list[Action] = []
    if known is None:
        raised.append(
            SignedInOnNewDevice(
                email=account.email, username=account.username, device_name=device.name, ip=origin.ip, at=now
            )
        )
        seen = Device(session.pk, repository.device_key(device.id), first_seen_at=now)
        actions.append(store.put(seen))
    session.raise_events(*raised, aggregate_id=session_id, user_id=account.user_id)
    store.write(store.put(session), repository.forget_failures(attempts, now), *actions)
    return SignedIn(account, session, tokens.access_token(account, session_id), str(refresh))


def refresh(text: str) -> SignedIn:
    """Exchange a refresh token for new tokens.

    Raises `InvalidRefreshToken`; `RefreshTokenReused` when an old token of the family comes back, which ends the
    session; `ConcurrentChange` when the same token was exchanged a moment ago by another request of the device.
    """
    token = RefreshToken.parse(text)
    if token is None:
        raise InvalidRefreshToken()
    session, account = repository.find_session_and_account(token.user_id, token.session_id)
    if session is None or account is None or not session.is_valid(account):
        raise InvalidRefreshToken()
    if not same(session.family_hash, token.family):
        raise InvalidRefreshToken()
    if not same(session.refresh_hash, token.rotating):
        _refuse_reuse(session, token)
    return _rotate(session, account, token)


def _rotate(session: Session, account: Account, token: RefreshToken) -> SignedIn:
    now, following = clock.now(), token.rotated()
    session.previous_hash, session.refresh_hash = session.refresh_hash, digest(following.rotating)
    session.refreshed_at = now
    session.expires_at = now + tokens.REFRESH_LIFETIME
    session.events = None
    try:
        store.write(store.put(session))
    except store.ConditionFailed as failure:
        raise ConcurrentChange() from failure
    return SignedIn(account, session, tokens.access_token(account, session.session_id), str(following))


def _refuse_reuse(session: Session, token: RefreshToken) -> None:
    just_now = clock.now() - session.refreshed_at <= REFRESH_GRACE
    if just_now and same(session.previous_hash, token.rotating):
        raise ConcurrentChange()
    _end(session, reused=True)
    raise RefreshTokenReused()


def list_sessions(user_id: str, limit: int, before: str | None) -> tuple[list[Session], str | None]:
    """One page of a user's live sessions, newest first, and the session id to go on from."""
    account = repository.find_account(user_id)
    if account is None:
        return [], None
    sessions, following = repository.sessions_page(user_id, limit, before)
    return [session for session in sessions if session.is_valid(account)], following


def end_session(user_id: str, session_id: str) -> None:
    """Sign one device out; raises `SessionNotFound` for a session that is not the user's or is over."""
    session, account = repository.find_session_and_account(user_id, session_id)
    if session is None or account is None or not session.is_valid(account):
        raise SessionNotFound()
    _end(session, reused=False)


def sign_out(user_id: str, session_id: str) -> None:
    """End the session in hand; one that is over already stays over."""
    session, _ = repository.find_session_and_account(user_id, session_id)
    if session is not None and session.ended_at is None:
        _end(session, reused=False)


def end_all_sessions(user_id: str) -> None:
    """Sign every device out, with one write however many there are."""
    account = repository.find_account(user_id)
    if account is None:
        return
    account.sessions_valid_from = clock.now()
    account.raise_events(AllSessionsEnded(), aggregate_id=user_id, user_id=user_id)
    try:
        store.write(store.put(account))
    except store.ConditionFailed as failure:
        raise ConcurrentChange() from failure


def _end(session: Session, *, reused: bool) -> None:
    session.ended_at = clock.now()
    session.raise_events(
        SessionEnded(session_id=session.session_id, reused=reused),
        aggregate_id=session.session_id,
        user_id=session.user_id,
    )
    try:
        store.write(store.put(session))
    except store.ConditionFailed as failure:
        raise ConcurrentChange() from failure
