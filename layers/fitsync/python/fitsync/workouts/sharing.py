"""Whom a session is shown to, and what of it. Pure.

A session that its owner never decided about follows their preferences as of now: with workout sharing on, and a profile
that is not private, friends see it once it is completed. A decision about one session stands against that.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fitsync.users.documents import Audience, Relation, sees
from fitsync.users.reading import PrivacySettings
from fitsync.workouts.activity import Activity
from fitsync.workouts.metrics import measured
from fitsync.workouts.rules import require
from fitsync.workouts.session import ExerciseEntry, Mood, Sharing, WorkoutSession, WorkoutStatus

if TYPE_CHECKING:
    from fitsync.workouts.commands import ShareChoice


def shared(session: WorkoutSession, choice: ShareChoice, now: datetime) -> WorkoutSession:
    """The session shared as chosen; unchanged when it is so already. Only what is completed can be shared.

    It stays where it is in the lists of those who had it: what is shared more widely is no second session.
    """
    if choice.audience is not Audience.PRIVATE:
        require(session, "be shared", WorkoutStatus.COMPLETED)
    before = session.sharing
    stands = before is not None and before.audience is not Audience.PRIVATE
    sharing = Sharing(
        audience=choice.audience,
        user_ids=tuple(sorted(choice.user_ids)),
        message=choice.message,
        shared_at=before.shared_at if before is not None and (stands or before.audience is choice.audience) else now,
    )
    if sharing == before:
        return session
    return session.model_copy(update={"sharing": sharing, "updated_at": now})


def without(session: WorkoutSession, user_id: str, now: datetime) -> WorkoutSession:
    """The session without somebody among those it was shared with by name; private when nobody else was."""
    sharing = session.sharing
    if sharing is None or user_id not in sharing.user_ids:
        return session
    others = tuple(one for one in sharing.user_ids if one != user_id)
    changes = {"user_ids": others, "audience": sharing.audience if others else Audience.PRIVATE}
    return session.model_copy(update={"sharing": sharing.model_copy(update=changes), "updated_at": now})


def audience_of(session: WorkoutSession, privacy: PrivacySettings) -> Audience:
    """Whom a session is meant for as of now, given its owner's settings."""
    if session.status is not WorkoutStatus.COMPLETED:
        return Audience.PRIVATE
    if session.sharing is not None:
        return session.sharing.audience
    return Audience.FRIENDS if privacy.shares_workouts else Audience.PRIVATE


def visible(viewer: str, session: WorkoutSession, relation: Relation, privacy: PrivacySettings) -> bool:
    """Whether somebody may see a session as of now."""
    chosen = session.sharing.user_ids if session.sharing else ()
    return sees(viewer, session.user_id, audience_of(session, privacy), relation, chosen)


def shared_at(session: WorkoutSession) -> datetime:
    """When a session came to others: when it was shared, or when it was over."""
    return session.sharing.shared_at if session.sharing else session.ended_at or session.at


def shown(session: WorkoutSession) -> WorkoutSession:
    """The session as others see it: what was done, without what is the owner's own.

    Left out are notes, mood, where it went, the heart, the template, whom else it was shared with, and the body weight:
    so volume and energy are worked out anew without one, or they would tell it.
    """
    bare = session.model_copy(
        update={
            "notes": "",
            "mood": Mood(),
            "body_weight_kg": None,
            "template": None,
            "route": None,
            "activity": _shown_activity(session.activity) if session.activity else None,
            "exercises": tuple(_shown_exercise(entry) for entry in session.exercises),
            "sharing": session.sharing.model_copy(update={"user_ids": ()}) if session.sharing else None,
        }
    )
    counted: WorkoutSession = measured(bare, session.updated_at)
    # The records are those that fell, whatever is left out of the sets.
    metrics = counted.metrics.model_copy(update={"record_count": session.metrics.record_count})
    return counted.model_copy(update={"metrics": metrics})


def _shown_exercise(entry: ExerciseEntry) -> ExerciseEntry:
    sets = tuple(done.model_copy(update={"notes": ""}) for done in entry.sets if done.done)
    return entry.model_copy(update={"notes": "", "plan": None, "sets": sets})


def _shown_activity(activity: Activity) -> Activity:
    heart = {"average_heart_rate": None, "max_heart_rate": None}
    laps = tuple(lap.model_copy(update=heart) for lap in activity.laps)
    return activity.model_copy(update={**heart, "calories": None, "laps": laps})
