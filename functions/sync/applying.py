"""Applying what a device did while it was away, each change for itself."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from fitsync.kit.auth import Principal
from fitsync.kit.errors import FitSyncError, ValidationFailed
from fitsync.kit.log import logger
from fitsync.kit.refusals import field_problems, refusal_of
from fitsync.kit.wire import ErrorBody
from fitsync.realtime import service as realtime
from fitsync.realtime.errors import UnknownEvent
from fitsync.workouts import service as workouts
from fitsync.workouts.errors import WorkoutNotFound
from fitsync.workouts.session import WorkoutSession
from functions.sync.schemas import Outcome, SyncChange, SyncResult
from functions.workouts import live
from functions.workouts.messages import MESSAGES, Command, CreateMessage, DeleteMessage, Effect, UpdateMessage
from functions.workouts.views import WorkoutOut

CHANGES: dict[str, type[Command]] = {
    **MESSAGES,
    "workout:create": CreateMessage,
    "workout:update": UpdateMessage,
    "workout:delete": DeleteMessage,
}

_CONFLICTS = (409, 412)


def apply_all(principal: Principal, changes: Sequence[SyncChange]) -> list[SyncResult]:
    """Apply changes in order, each wholly or not at all, and tell the user's other devices how it ended."""
    effects: dict[str, Effect] = {}
    results = [_apply(principal, change, effects) for change in changes]
    for workout_id, effect in effects.items():
        if effect.session is None:
            live.deleted(principal.user_id, workout_id)
        else:
            live.changed(principal.user_id, effect.cause, effect.session, effect.performed)
    return results


def _apply(principal: Principal, change: SyncChange, effects: dict[str, Effect]) -> SyncResult:
    user_id, subject = principal.user_id, None
    try:
        command = _typed(change)
        command.sent_as(user_id, change.id)
        subject = command.subject
        effect = realtime.act_once(user_id, change.id, lambda: command.run(user_id))
        if effect is not None:
            effects[subject] = effect
            return _result(change, "applied", subject, effect.session)
        return _result(change, "already_applied", subject, _present(user_id, subject))
    except Exception as error:  # noqa: BLE001 - one change that fails must not take the others with it
        refused = refusal_of(error)
        if refused.status >= 500:
            logger().error(refused.code, exc_info=error)
        if refused.status in _CONFLICTS and subject is not None:
            return _result(change, "conflict", subject, _present(user_id, subject), refused)
        return _result(change, "refused", subject, None, refused)


def _typed(change: SyncChange) -> Command:
    kind = CHANGES.get(change.event)
    if kind is None:
        raise UnknownEvent(details={"event": change.event})
    try:
        return kind.model_validate(change.data)
    except ValidationError as error:
        problems = [{**problem, "loc": ("data", *problem["loc"])} for problem in error.errors()]
        raise ValidationFailed(details={"fields": field_problems(problems)}) from None


def _present(user_id: str, workout_id: str) -> WorkoutSession | None:
    try:
        return workouts.get(user_id, workout_id)
    except WorkoutNotFound:
        return None


def _result(
    change: SyncChange,
    outcome: Outcome,
    workout_id: str | None,
    session: WorkoutSession | None,
    error: FitSyncError | None = None,
) -> SyncResult:
    reason = (
        ErrorBody(code=error.code, type=error.type(), message=error.text, details=dict(error.details or {}) or None)
        if error
        else None
    )
    return SyncResult(
        id=change.id,
        outcome=outcome,
        workout_id=workout_id,
        workout=WorkoutOut.of(session) if session else None,
        error=reason,
    )
