"""Wire models of pictures: progress photos, and the upload of a profile picture."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Field

from fitsync.kit import clock
from fitsync.kit.uploads import Upload
from fitsync.kit.wire import Day, Id, Instant, Int, WireModel, examples
from fitsync.progress import service
from fitsync.progress.limits import FIRST_DAY, MAX_PICTURE_BYTES
from fitsync.progress.service import NewPhoto, Opened, Picture, PictureItem, PictureStatus, PictureType, Pose


def _past(value: date) -> date:
    # Somewhere it is tomorrow already: local days are up to 14 hours ahead of UTC.
    latest = (clock.now() + timedelta(hours=14)).date()
    if not FIRST_DAY.date() <= value <= latest:
        raise ValueError(f"must be between {FIRST_DAY:%Y} and today")
    return value


PhotoDay: TypeAlias = Annotated[Day, AfterValidator(_past)]
PictureBytes: TypeAlias = Annotated[Int, Field(ge=1, le=MAX_PICTURE_BYTES)]


class PictureUpload(WireModel):
    """Send a multipart form to `url`: every one of `fields` first, then the file as `file`."""

    url: str
    fields: Mapping[str, str]
    expires_at: Instant

    @classmethod
    def of(cls, upload: Upload | None) -> Self | None:
        return cls(url=upload.url, fields=upload.fields, expires_at=upload.expires_at) if upload else None


class PictureRefusal(WireModel):
    """Why a file was not taken; nothing of it is kept."""

    code: str = Field(
        description="Stable: `NOT_AN_IMAGE`, `IMAGE_DAMAGED`, `IMAGE_TOO_LARGE`, `IMAGE_ANIMATED`, `FILE_TOO_LARGE`, "
        "`UPLOAD_GONE`, `TOO_MANY_PHOTOS` or `SUPERSEDED`."
    )
    message: str


class PictureLinks(WireModel):
    """Where the picture can be looked at, without signing in, until `expiresAt`."""

    full: str
    thumbnail: str
    expires_at: Instant


class PhotoCreate(WireModel):
    """The photo that is about to be uploaded. `size` in bytes; `takenOn` defaults to today where the user is."""

    model_config = examples({"pose": "front", "takenOn": "2026-03-02", "contentType": "image/jpeg", "size": 3145728})

    id: Id | None = None
    pose: Pose
    taken_on: PhotoDay | None = None
    content_type: PictureType
    size: PictureBytes

    def of_user(self, user_id: str) -> NewPhoto:
        """The photo that `user_id` asks for."""
        return NewPhoto(
            id=self.id or clock.new_id(),
            user_id=user_id,
            pose=self.pose,
            taken_on=self.taken_on,
            content_type=self.content_type,
            size=self.size,
        )


class PhotoOut(WireModel):
    """A progress photo. It is `pending` until its file has come and was looked at. Width and height are those of the
    full version, in pixels.
    """

    id: Id
    pose: Pose
    taken_on: date
    status: PictureStatus
    refusal: PictureRefusal | None
    width: int | None
    height: int | None
    links: PictureLinks | None
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, item: PictureItem) -> Self:
        """The stored photo as the client sees it."""
        return cls.model_validate(_fields(item))


class PhotoOpened(PhotoOut):
    """A photo, and the form for its file while that has not come."""

    upload: PictureUpload | None

    @classmethod
    def with_upload(cls, opened: Opened) -> Self:
        """The photo as it is right after it was opened."""
        return cls.model_validate({**_fields(opened.item), "upload": PictureUpload.of(opened.upload)})


def _fields(item: PictureItem) -> dict[str, object]:
    picture: Picture = item.document
    shown = {
        name: getattr(picture, name) for name in ("id", "pose", "taken_on", "status", "refusal", "width", "height")
    }
    times = {"created_at": picture.created_at, "updated_at": picture.updated_at}
    return {**shown, **times, "links": service.links_of(picture), "version": int(item.version or 0)}


class AvatarCreate(WireModel):
    """The picture that is about to be uploaded; `size` in bytes. A square is cut from its middle."""

    model_config = examples({"contentType": "image/jpeg", "size": 524288})

    id: Id | None = None
    content_type: PictureType
    size: PictureBytes


class AvatarOpened(WireModel):
    """A profile picture on its way, and the form for its file while that has not come. When it is ready the profile
    shows it; sending the same `id` again tells how far it is.
    """

    id: Id
    status: PictureStatus
    refusal: PictureRefusal | None
    upload: PictureUpload | None
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, opened: Opened) -> Self:
        """The picture as it is right after it was opened."""
        picture: Picture = opened.item.document
        return cls.model_validate(
            {
                "id": picture.id,
                "status": picture.status,
                "refusal": picture.refusal,
                "upload": PictureUpload.of(opened.upload),
                "version": int(opened.item.version or 0),
                "created_at": picture.created_at,
                "updated_at": picture.updated_at,
            }
        )
