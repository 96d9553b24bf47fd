"""What each operation may ask of DynamoDB, exactly: requests and capacity units, for reading and for writing.

A read costs half a unit per 4 KB when it is eventually consistent, one when it is strongly consistent; a write one
unit per KB, two in a transaction. Leases of the rate limiter come on top: one write of one unit for a tenth of the
limit. A change that other devices of the user are told of reads their connections: the last half unit.
"""

from __future__ import annotations

from typing import NamedTuple


class Budget(NamedTuple):
    reads: int
    read_units: float
    writes: int
    write_units: float


BUDGETS: dict[str, Budget] = {
    # reads, their units, writes, their units
    "register": Budget(0, 0, 1, 8),
    # With the check that nobody else was counted meanwhile; on a new device two events go with the session.
    "login": Budget(2, 5, 1, 8),
    # The first change after a sign-in replaces its events, later ones cost a unit.
    "refresh": Budget(1, 2, 1, 2),
    "logout": Budget(1, 2, 1, 1),
    "forgotPassword": Budget(0, 0, 1, 1),
    "resetPassword": Budget(2, 2, 1, 6),
    "verifyEmail": Budget(2, 2, 1, 4),
    "resendVerification": Budget(0, 0, 1, 1),
    "listSessions": Budget(2, 2, 0, 0),
    "deleteSession": Budget(1, 2, 1, 2),
    "jwks": Budget(0, 0, 0, 0),
    "getAchievements": Budget(1, 1, 0, 0),
    "getProfile": Budget(1, 1, 0, 0),
    "updateProfile": Budget(2, 3, 1, 16),
    # The account, then the failures of its address, which only the account knows.
    "eraseAccount": Budget(2, 4, 1, 6),
    "getPreferences": Budget(1, 1, 0, 0),
    "updatePreferences": Budget(2, 1.5, 1, 2),
    "listMetrics": Budget(1, 1, 0, 0),
    "createMetrics": Budget(2, 4.5, 1, 12),
    "updateMetrics": Budget(2, 4.5, 1, 13),
    "deleteMetrics": Budget(2, 4.5, 1, 13),
    # Entry, standing, month and profile come in one batch; a month before it when the latest figures go.
    "listBodyEntries": Budget(1, 1, 0, 0),
    "createBodyEntry": Budget(2, 4.5, 1, 10),
    "updateBodyEntry": Budget(2, 4.5, 1, 15),
    "deleteBodyEntry": Budget(2, 4.5, 1, 17),
    "uploadAvatar": Budget(0, 0, 1, 1),
    "openPhoto": Budget(1, 1, 1, 2),
    "listPhotos": Budget(1, 1, 0, 0),
    "deletePhoto": Budget(2, 1.5, 1, 2),
    # The names of who is listed are read with their profiles.
    "listFriends": Budget(2, 1.5, 0, 0),
    # Both sides in one read: how they stand, what they have of others, their profiles.
    "requestFriend": Budget(1, 6, 1, 8),
    "answerFriend": Budget(1, 6, 1, 12),
    "endFriendship": Budget(1, 6, 1, 10),
    "blockUser": Budget(1, 6, 1, 13),
    "unblockUser": Budget(1, 6, 1, 7),
    # Everybody's exercises come from one item a minute, one's own from a query.
    "listExercises": Budget(2, 1.5, 0, 0),
    "searchExercises": Budget(2, 1.5, 0, 0),
    "popularExercises": Budget(2, 1.5, 0, 0),
    "exercisesForMuscle": Budget(2, 1.5, 0, 0),
    "exercisesWithEquipment": Budget(2, 1.5, 0, 0),
    "createExercise": Budget(0, 0, 1, 7),
    "getExercise": Budget(1, 3, 0, 0),
    "updateExercise": Budget(1, 3, 1, 3),
    "deleteExercise": Budget(1, 3, 1, 10),
    "rateExercise": Budget(1, 3, 1, 4),
    "openImport": Budget(0, 0, 1, 1),
    "listImports": Budget(1, 1, 0, 0),
    "getImport": Budget(1, 1, 0, 0),
    "listImportRows": Budget(1, 2, 0, 0),
    "listWorkouts": Budget(1, 2, 0, 0),
    "createWorkout": Budget(2, 2.5, 1, 4),
    "getWorkout": Budget(1, 1, 0, 0),
    "updateWorkout": Budget(2, 1.5, 1, 5),
    "deleteWorkout": Budget(3, 3.5, 1, 19),
    "startWorkout": Budget(3, 3.5, 1, 6),
    "pauseWorkout": Budget(2, 1.5, 1, 5),
    "resumeWorkout": Budget(2, 1.5, 1, 5),
    "completeWorkout": Budget(2, 1.5, 1, 6),
    "chooseExercise": Budget(2, 1.5, 1, 6),
    "completeSet": Budget(3, 3.5, 1, 21),
    "getChanges": Budget(2, 4, 0, 0),
    # A message's marker makes its change a transaction, which costs double.
    "applyChanges": Budget(3, 3.5, 1, 23),
    "shareWorkout": Budget(2, 1.5, 1, 6),
    # The list, then each session with its owner's settings and name, and how the two stand to each other.
    "listSharedWorkouts": Budget(2, 4.5, 0, 0),
    "startRest": Budget(2, 1.5, 1, 5),
    # Built-in programmes are files; their statistics are one more query.
    "listTemplates": Budget(1, 1, 0, 0),
    "listOwnTemplates": Budget(1, 1, 0, 0),
    "listPublicTemplates": Budget(2, 1, 0, 0),
    "listFeaturedTemplates": Budget(2, 1, 0, 0),
    "createTemplate": Budget(0, 0, 1, 8),
    # A missing item costs a unit, too: a template comes with the reader's favourite, rating and plan.
    "getTemplate": Budget(1, 5, 0, 0),
    "updateTemplate": Budget(1, 5, 1, 6),
    "deleteTemplate": Budget(1, 1, 1, 8),
    "duplicateTemplate": Budget(1, 5, 1, 8),
    "addFavoriteTemplate": Budget(1, 5, 1, 1),
    "removeFavoriteTemplate": Budget(1, 5, 1, 1),
    "rateTemplate": Budget(1, 5, 1, 4),
    # Template, plan, profile and preferences together; then the last sessions.
    "previewTemplate": Budget(2, 5, 0, 0),
    "getPlan": Budget(2, 5, 0, 0),
    "followPlan": Budget(2, 5, 1, 1),
    "unfollowPlan": Budget(1, 2, 0, 0),
    # The user's day comes from profile and preferences, in a request of its own.
    "listGoals": Budget(2, 3, 0, 0),
    "goalsWithProgress": Budget(2, 3, 0, 0),
    # Goal, board, profile and preferences together; what the goal is judged by (records: 2 units); who is told.
    "createGoal": Budget(3, 6.5, 1, 8),
    "updateGoal": Budget(3, 6.5, 1, 4),
    "deleteGoal": Budget(2, 2.5, 1, 8),
    "addMilestone": Budget(3, 6.5, 1, 4),
    # Standing, profile and preferences together, and the months of the range. These users have no statistics yet:
    # `test_analytics_cost` measures a history of five years.
    "exportEverything": Budget(1, 1, 1, 1),
    "getAnalyticsOverview": Budget(2, 4, 0, 0),
    "getAnalyticsStrength": Budget(2, 4, 0, 0),
    "getAnalyticsVolume": Budget(2, 4, 0, 0),
    "getAnalyticsFrequency": Budget(2, 4, 0, 0),
    "getUserAnalytics": Budget(2, 4, 0, 0),
    "getProgress": Budget(2, 4, 0, 0),
    "getProgressStrength": Budget(2, 4, 0, 0),
    # Health is counted by its own area: it asks every table at once.
    "getHealth": Budget(0, 0, 0, 0),
    "getOpenapiDocument": Budget(0, 0, 0, 0),
    "getApiDocs": Budget(0, 0, 0, 0),
    "getApiDocsAsset": Budget(0, 0, 0, 0),
}
