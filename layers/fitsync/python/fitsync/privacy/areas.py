"""Every area that keeps something about people, in the order in which they are erased.

What is made of other data goes before what it is made of; the account goes last, so that until then an erasure that
was interrupted finds whom it is about, and the address and the username stay taken.
"""

from __future__ import annotations

from fitsync.achievements.personal import PERSONAL as ACHIEVEMENTS
from fitsync.analytics.personal import PERSONAL as ANALYTICS
from fitsync.auth.personal import PERSONAL as AUTH
from fitsync.exercises.personal import PERSONAL as EXERCISES
from fitsync.goals.personal import PERSONAL as GOALS
from fitsync.kit.personal import PersonalData
from fitsync.privacy.personal import PERSONAL as PRIVACY
from fitsync.progress.personal import PERSONAL as PROGRESS
from fitsync.realtime.personal import PERSONAL as REALTIME
from fitsync.templates.personal import PERSONAL as TEMPLATES
from fitsync.users.personal import PERSONAL as USERS
from fitsync.workouts.personal import PERSONAL as WORKOUTS

AREAS: tuple[PersonalData, ...] = (
    REALTIME,
    ACHIEVEMENTS,
    GOALS,
    ANALYTICS,
    PROGRESS,
    WORKOUTS,
    TEMPLATES,
    EXERCISES,
    PRIVACY,
    USERS,
    AUTH,
)
