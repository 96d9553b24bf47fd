"""How much a user may keep of goals. Choices of the product, each with what it protects."""

from __future__ import annotations

from datetime import timedelta

# Goals at work at a time, paused ones included: every one is judged with each signal, in one query of at most this many
# and those that ended lately. More than a screen of them is a list, not an aim.
MAX_OPEN = 20
# Milestones of a goal: an item stays near one kilobyte, one unit of writing.
MAX_MILESTONES = 20
# Goals read with one signal: all that can be open, and many times as many that ended lately.
MAX_FOLLOWED = 100
# How long an ended goal is still judged, so that late, corrected or deleted data are taken into account. It is as long
# as a deleted workout is remembered; after that, the outcome stands.
FOLLOWED_AFTER = timedelta(days=90)
# The longest period that is added up, and how far back measurements are read: a leap year. It bounds what one signal
# reads, however long the history is.
LONGEST_SPAN = timedelta(days=366)
# The longest run of weeks to aim for: the whole weeks of that span.
MAX_WEEKS_IN_A_ROW = LONGEST_SPAN.days // 7
# The furthest target date: the longest range that the product shows anywhere, five years.
FURTHEST_DATE = timedelta(days=5 * 365 + 2)
# Sessions a week of a habit: two a day.
MAX_PER_WEEK = 14
# Hand-set values that are kept for pace and forecast; one a day counts.
MAX_LOG = 60
# Ended goals that the streak of goals is counted from.
MAX_OUTCOMES = 100
# Texts: those of templates.
MAX_DESCRIPTION_LENGTH = 2000
MAX_UNIT_LENGTH = 20
