"""What each operation may ask of DynamoDB, exactly: requests and capacity units, for reading and for writing.

A read costs half a unit per 4 KB when it is eventually consistent, one when it is strongly consistent; a write one
unit per KB, two in a transaction. A call to a warm function pays nothing for its rate limit but once in several
requests, when it takes a new lease: `LEASE`.
"""

from __future__ import annotations

from typing import NamedTuple


class Budget(NamedTuple):
    reads: int
    read_units: float
    writes: int
    write_units: float


LEASE = Budget(0, 0, 1, 1)

BUDGETS: dict[str, Budget] = {
    # reads, their units, writes, their units
    "register": Budget(0, 0, 1, 8),
    "login": Budget(2, 5, 1, 4),
    "refresh": Budget(1, 2, 1, 1),
    "logout": Budget(1, 2, 1, 1),
    "forgotPassword": Budget(0, 0, 1, 1),
    "resetPassword": Budget(2, 2, 1, 6),
    "verifyEmail": Budget(2, 2, 1, 4),
    "resendVerification": Budget(0, 0, 1, 1),
    "listSessions": Budget(2, 2, 0, 0),
    "deleteSession": Budget(1, 2, 1, 1),
    "jwks": Budget(0, 0, 0, 0),
    "getProfile": Budget(1, 1, 0, 0),
    "updateProfile": Budget(1, 1, 1, 8),
    "getPreferences": Budget(1, 1, 0, 0),
    "updatePreferences": Budget(1, 1, 1, 1),
    # Everybody's exercises come from one item a minute, one's own from a query.
    "listExercises": Budget(2, 1.5, 0, 0),
    "searchExercises": Budget(2, 1.5, 0, 0),
    "popularExercises": Budget(2, 1.5, 0, 0),
    "exercisesForMuscle": Budget(2, 1.5, 0, 0),
    "exercisesWithEquipment": Budget(2, 1.5, 0, 0),
    "createExercise": Budget(0, 0, 1, 7),
    "getExercise": Budget(1, 3, 0, 0),
    "updateExercise": Budget(1, 1, 1, 3),
    "deleteExercise": Budget(1, 1, 1, 9),
    "rateExercise": Budget(1, 3, 1, 4),
    # Of ten uploads a minute a lease is one, so each call takes its own.
    "openImport": Budget(0, 0, 2, 2),
    "listImports": Budget(1, 1, 0, 0),
    "getImport": Budget(1, 1, 0, 0),
    "listImportRows": Budget(1, 2, 0, 0),
}
