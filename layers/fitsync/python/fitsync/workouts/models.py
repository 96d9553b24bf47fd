"""What is stored of training, in the table `workouts`.

| access pattern | key |
| --- | --- |
| one session | pk `USER#<user>`, sk `WORKOUT#<session>` |
| a user's sessions in brief, by time | index `history`: pk, `history_key` `<instant>#<session>` |
| what changed since an instant | index `changes`: pk, `changed_key` `<instant>#<session>` |
| how a template's last sessions went | index `by_template`: pk, `template_key` `<template>#<instant>#<session>` |
| what others shared with a user, newest first | pk `USER#<user>`, sk `INBOX#<instant>#<session>` |
| in whose list a session is | index `sent`: sender `<user>`, sent_key `<session>#<user>` |
| a user's records in an exercise, or in several at once | pk `USER#<user>`, sk `RECORD#<exercise>` |

A session is one item, read and written as a whole: what is done to it is one conditional write, and one transaction
when records change with it. The index is local so that a session is in the history the moment it is written; it holds
only `summary`. A deleted session leaves the history at once and stays as a tombstone until its TTL, for devices that
were away. The index of changes is local too: a device that asks must see what was written before it asked.

What is shared is delivered into a list of each user it is shared with, as a pointer: whether they may see it is decided
when they read it.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection, LocalSecondaryIndex

from fitsync.kit.store import DocumentAttribute, Item, VersionedItem, optional
from fitsync.templates.documents import SessionOutcome
from fitsync.workouts.records import ExerciseRecords
from fitsync.workouts.session import WorkoutSession
from fitsync.workouts.summary import WorkoutSummary

HISTORY, CHANGES, BY_TEMPLATE, SENT = "history", "changes", "by_template", "sent"


class HistoryIndex(LocalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Sessions by the instant they started, or are planned for."""

    class Meta:
        index_name = HISTORY
        projection = IncludeProjection(["summary"])

    pk = UnicodeAttribute(hash_key=True)
    history_key = UnicodeAttribute(range_key=True)


class ChangesIndex(LocalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Sessions, deleted ones included, by the instant of their last write."""

    class Meta:
        index_name = CHANGES
        projection = KeysOnlyProjection()

    pk = UnicodeAttribute(hash_key=True)
    changed_key = UnicodeAttribute(range_key=True)


class TemplateIndex(LocalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Completed sessions that were made from a template, by template and instant."""

    class Meta:
        index_name = BY_TEMPLATE
        projection = IncludeProjection(["outcome"])

    pk = UnicodeAttribute(hash_key=True)
    template_key = UnicodeAttribute(range_key=True)


class WorkoutItem(VersionedItem):
    table = "workouts"
    history = HistoryIndex()
    changes = ChangesIndex()
    by_template = TemplateIndex()
    history_key = optional(UnicodeAttribute())
    changed_key = optional(UnicodeAttribute())
    template_key = optional(UnicodeAttribute())
    outcome = optional(DocumentAttribute(SessionOutcome))
    session = DocumentAttribute(WorkoutSession)
    summary = optional(DocumentAttribute(WorkoutSummary))
    deleted = BooleanAttribute(default=False)


class RecordsItem(VersionedItem):
    table = "workouts"
    records = DocumentAttribute(ExerciseRecords)


class SentIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """In whose lists a user's sessions are."""

    class Meta:
        index_name = SENT
        projection = KeysOnlyProjection()

    sender = UnicodeAttribute(hash_key=True)
    sent_key = UnicodeAttribute(range_key=True)


class InboxItem(Item):
    """Points to a session of `sender` that was shared with the user in whose partition it is."""

    table = "workouts"
    sent = SentIndex()
    sender = UnicodeAttribute()
    sent_key = UnicodeAttribute()
