"""What is kept about people here, for their export and their erasure."""

from __future__ import annotations

from collections.abc import Iterator

from fitsync.kit.erasing import every, in_turn, objects, partition
from fitsync.kit.personal import ExportFile, ExportObject, ExportRows, Held, PersonalData, Prefix, Step
from fitsync.progress import repository, shelf, storage
from fitsync.progress.documents import Entry, Picture, PictureKind, PictureStatus
from fitsync.progress.models import EntryItem, PictureItem
from fitsync.progress.storage import BUCKET, FULL, UPLOAD_PREFIX


def export(user_id: str) -> Iterator[ExportFile]:
    """Entries, what is known of pictures, and the pictures themselves at their full size."""
    entries = every(EntryItem, repository.user_key(user_id), repository.ENTRY)
    yield ExportRows("progress/body", Entry, (item.document for item in entries if not item.deleted))
    for kind in PictureKind:
        yield ExportRows(f"progress/{kind}s", Picture, _pictures(user_id, kind))
        for picture in _pictures(user_id, kind):
            if picture.status is PictureStatus.READY:
                key = storage.object_key(storage.ref_of(picture), FULL)
                yield ExportObject(f"progress/{kind}s/{_file_name(picture)}.jpg", BUCKET, key)


def _pictures(user_id: str, kind: PictureKind) -> Iterator[Picture]:
    for item in every(PictureItem, repository.user_key(user_id), shelf.SORT[kind]):
        if not item.deleted:
            yield item.document


def _file_name(picture: Picture) -> str:
    said = (str(picture.taken_on), str(picture.pose)) if picture.kind is PictureKind.PHOTO else ()
    return "-".join((*said, picture.id))


def erase(user_id: str) -> Step:
    """The items first: whoever works on a picture then finds it gone and removes what they made."""
    prefixes = [storage.prefix_of(kind, user_id) for kind in PictureKind]
    return in_turn(
        lambda: partition("progress", repository.user_key(user_id)),
        *(lambda prefix=prefix: objects("uploads", UPLOAD_PREFIX + prefix) for prefix in prefixes),
        *(lambda prefix=prefix: objects(BUCKET, prefix) for prefix in prefixes),
    )


PERSONAL = PersonalData(
    area="progress",
    tables=("progress",),
    prefixes=(
        Prefix("uploads", UPLOAD_PREFIX),
        *(Prefix(BUCKET, f"{folder}/") for folder in storage.FOLDERS.values()),
    ),
    held=(
        Held(
            "body entries and the latest figures",
            "what was measured: to look at, for goals, charts and estimates of energy",
            "until erasure; 90 days as a tombstone, without figures, when deleted",
            "progress",
        ),
        Held(
            "photos and profile pictures",
            "pose, day and state of each picture: to find it again",
            "until erasure; 90 days as a tombstone when deleted",
            "progress",
        ),
        Held("pictures in two sizes", "to look at; private, without place or device", "until erasure", "media"),
        Held(
            "uploaded pictures",
            "as they were sent: to make the two sizes of them",
            "minutes, a day at most",
            "uploads/media/",
        ),
    ),
    export=export,
    erase=erase,
)
