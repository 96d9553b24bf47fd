"""A session's life: made, started, paused, resumed, completed, cancelled. Pure: session in, session out."""

from __future__ import annotations

from datetime import datetime

from fitsync.kit.errors import ValidationFailed
from fitsync.workouts.commands import Completion, NewSession, UserFacts
from fitsync.workouts.editing import built
from fitsync.workouts.errors import InvalidTime
from fitsync.workouts.limits import (
    CLOCK_TOLERANCE,
    MAX_SESSION_LENGTH,
    MAX_SESSION_NOTES_LENGTH,
)
from fitsync.workouts.rest import without_rest
from fitsync.workouts.rules import check_bounds, check_plan, require
from fitsync.workouts.session import WorkoutSession, WorkoutStatus


def create(new: NewSession, now: datetime) -> WorkoutSession:
    """A session: planned for an instant, or in progress since it was started, on a device that was away perhaps."""
    if new.planned_for:
        check_plan(new.planned_for, now)
    if new.started_at:
        check_start(new, new.started_at, now)
    session = WorkoutSession(
        id=new.id,
        user_id=new.user_id,
        name=new.name,
        status=WorkoutStatus.PLANNED if new.planned_for else WorkoutStatus.IN_PROGRESS,
        created_at=now,
        updated_at=now,
        source=new.source,
        time_zone=new.user.time_zone,
        body_weight_kg=new.user.body_weight_kg,
        default_rest_seconds=new.user.default_rest_seconds,
        planned_for=new.planned_for,
        started_at=None if new.planned_for else new.started_at or now,
        location=new.location,
        mood=new.mood,
        notes=new.notes,
        template=new.template,
    )
    session = session.model_copy(update={"exercises": built(session, new.exercises, new.facts, now)})
    check_bounds(session)
    return session


def check_start(new: NewSession, started_at: datetime, now: datetime) -> None:
    """Raise `InvalidTime` for a start that lies ahead, or further back than a session can last."""
    if new.planned_for:
        raise InvalidTime.at("body.startedAt", "does not go with plannedFor")
    if started_at > now + CLOCK_TOLERANCE:
        raise InvalidTime.at("body.startedAt", "is in the future")
    if now - started_at > MAX_SESSION_LENGTH:
        hours = int(MAX_SESSION_LENGTH.total_seconds() // 3600)
        raise InvalidTime.at("body.startedAt", f"is more than {hours} hours ago")


def start(session: WorkoutSession, user: UserFacts, now: datetime) -> WorkoutSession:
    """A planned session begins; body weight, time zone and default rest are taken from the user as of now."""
    require(session, "start", WorkoutStatus.PLANNED)
    return session.model_copy(
        update={
            "status": WorkoutStatus.IN_PROGRESS,
            "started_at": now,
            "updated_at": now,
            "time_zone": user.time_zone,
            "body_weight_kg": user.body_weight_kg,
            "default_rest_seconds": user.default_rest_seconds,
        }
    )


def pause(session: WorkoutSession, now: datetime) -> WorkoutSession:
    """The clock stops; a running rest ends."""
    require(session, "pause", WorkoutStatus.IN_PROGRESS)
    session = without_rest(session, now)
    return session.model_copy(update={"status": WorkoutStatus.PAUSED, "paused_at": now, "updated_at": now})


def resume(session: WorkoutSession, now: datetime) -> WorkoutSession:
    """The clock runs on."""
    require(session, "resume", WorkoutStatus.PAUSED)
    changes = {**_unpaused(session, now), "status": WorkoutStatus.IN_PROGRESS, "updated_at": now}
    return session.model_copy(update=changes)


def complete(session: WorkoutSession, completion: Completion, now: datetime) -> WorkoutSession:
    """The session is over at `ended_at`, by default now, or with its last set when it was forgotten."""
    require(session, "complete", WorkoutStatus.IN_PROGRESS, WorkoutStatus.PAUSED)
    ended_at = _end(session, completion.ended_at, now)
    session = without_rest(session, ended_at)
    mood = session.mood.model_copy(
        update={
            "after": completion.mood_after or session.mood.after,
            "energy": completion.energy or session.mood.energy,
        }
    )
    notes = session.notes if completion.notes is None else completion.notes
    if len(notes) > MAX_SESSION_NOTES_LENGTH:
        raise ValidationFailed.at("body.notes", f"has at most {MAX_SESSION_NOTES_LENGTH} characters")
    return session.model_copy(
        update={
            **_unpaused(session, ended_at),
            "status": WorkoutStatus.COMPLETED,
            "ended_at": ended_at,
            "updated_at": now,
            "mood": mood,
            "session_rpe": completion.session_rpe,
            "notes": notes,
        }
    )


def cancel(session: WorkoutSession, now: datetime) -> WorkoutSession:
    """The session is given up: what was done in it is kept, but counts for nothing."""
    require(session, "be cancelled", WorkoutStatus.PLANNED, WorkoutStatus.IN_PROGRESS, WorkoutStatus.PAUSED)
    session = without_rest(session, now)
    changes = {**_unpaused(session, now), "status": WorkoutStatus.CANCELLED, "updated_at": now}
    if session.started_at:
        changes["ended_at"] = now
    return session.model_copy(update=changes)


def _end(session: WorkoutSession, asked: datetime | None, now: datetime) -> datetime:
    assert session.started_at is not None
    done = [entry.completed_at for *_, entry in session.done_sets() if entry.completed_at]
    last = max([session.started_at, *done])
    if asked is None:
        return last if now - session.started_at > MAX_SESSION_LENGTH else max(now, last)
    if asked > now + CLOCK_TOLERANCE:
        raise InvalidTime.at("body.endedAt", "is in the future")
    if asked < last:
        raise InvalidTime.at("body.endedAt", "is before the start or the last set")
    if asked - session.started_at > MAX_SESSION_LENGTH:
        hours = int(MAX_SESSION_LENGTH.total_seconds() // 3600)
        raise InvalidTime.at("body.endedAt", f"is more than {hours} hours after the start")
    return asked


def _unpaused(session: WorkoutSession, now: datetime) -> dict[str, object]:
    if session.paused_at is None:
        return {}
    pause_seconds = max(0, int((now - session.paused_at).total_seconds()))
    return {"paused_at": None, "paused_seconds": session.paused_seconds + pause_seconds}
