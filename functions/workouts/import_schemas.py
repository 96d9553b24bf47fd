"""Wire models of history import."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from fitsync.kit import clock
from fitsync.kit.wire import Id, Instant, Int, Line, WireModel, examples
from fitsync.users.fields import TimeZone
from fitsync.users.reading import Units
from fitsync.workouts.imports.service import (
    FAILURE_CODES,
    MAX_ACTIVITY_BYTES,
    CellRemark,
    Column,
    ImportItem,
    ImportSource,
    ImportStatus,
    NewImport,
    Row,
    RowOutcome,
    RowReason,
    Upload,
)


class ImportCreate(WireModel):
    """What is about to be uploaded: a table of sets (Hevy, Strong), or a recorded activity (FIT, TCX, GPX), as it is
    or as the only file of a GZIP or ZIP. `size` in bytes; time zone and units default to the profile's.
    """

    model_config = examples(
        {
            "source": "hevy",
            "fileName": "workout_data.csv",
            "size": 184320,
            "timeZone": "Europe/London",
            "units": "metric",
        },
        {"source": "fit", "fileName": "morning_run.fit", "size": 92160},
    )

    id: Id | None = None
    source: Annotated[
        ImportSource | Literal["auto"],
        Field(description="A file of another kind is refused; with `auto` its content decides."),
    ] = "auto"
    file_name: Annotated[Line, Field(min_length=1, examples=["workout_data.csv"])]
    size: Annotated[
        Int,
        Field(ge=1, le=MAX_ACTIVITY_BYTES, description="At most 50 MB for GPX and TCX, else 20 MB; unpacked as well."),
    ]
    time_zone: Annotated[
        TimeZone | None,
        Field(
            description="The zone of the times in a table, which name none, and of the day of a recording.",
            examples=["Europe/Berlin"],
        ),
    ] = None
    units: Annotated[Units | None, Field(description="For columns whose unit the file does not state.")] = None

    @model_validator(mode="after")
    def _fits_its_source(self) -> Self:
        if self.source != "auto" and self.size > self.source.max_bytes:
            raise ValueError(f"size must be at most {self.source.max_bytes} for this source")
        return self

    def of_user(self, user_id: str) -> NewImport:
        """The import that `user_id` asks for."""
        return NewImport(
            id=self.id or clock.new_id(),
            user_id=user_id,
            file_name=self.file_name,
            size=self.size,
            source=None if self.source == "auto" else self.source,
            time_zone=self.time_zone,
            units=self.units,
        )


class ImportUpload(WireModel):
    """Send a multipart form to `url`: every one of `fields` first, then the file as `file`."""

    url: str
    fields: Mapping[str, str]
    expires_at: Instant


class ImportFailure(WireModel):
    """Why an import failed. Nothing of the file was stored, except when it was INTERRUPTED."""

    code: Annotated[str, Field(description="Stable.", examples=FAILURE_CODES)]
    message: str


class ImportCounts(WireModel):
    rows: int
    taken: int
    skipped: int
    refused: int
    sessions_created: int
    sessions_existing: int
    exercises_matched: int
    exercises_custom: int


class ImportOut(WireModel):
    """An import. `counts`, `reasons` and `remarks` are filled when it is completed."""

    id: Id
    status: ImportStatus
    source: ImportSource | None
    file_name: str
    size: int
    time_zone: str
    units: Units
    created_at: Instant
    updated_at: Instant
    started_at: Instant | None
    finished_at: Instant | None
    failure: ImportFailure | None
    counts: ImportCounts
    reasons: Annotated[dict[RowReason, int], Field(description="How many rows were skipped or refused, and why.")]
    remarks: Annotated[dict[CellRemark, int], Field(description="How many cells of taken rows were changed, and how.")]
    assumed_units: Annotated[list[Column], Field(description="Columns read in `units` because the file states none.")]
    ignored_columns: list[str]
    version: int

    @classmethod
    def of(cls, item: ImportItem) -> Self:
        """The stored import as the client sees it."""
        return cls.model_validate({**_fields(item), "version": item.version})


class ImportOpened(ImportOut):
    """An import, and the form for its file while that has not come."""

    upload: ImportUpload | None

    @classmethod
    def with_upload(cls, item: ImportItem, upload: Upload | None) -> Self:
        """The import as it is right after it was opened."""
        sent = ImportUpload.model_validate(upload) if upload else None
        return cls.model_validate({**_fields(item), "version": item.version, "upload": sent})


def _fields(item: ImportItem) -> dict[str, object]:
    shown = ImportOut.model_fields.keys() - {"version"}
    return {name: getattr(item.document, name) for name in shown}


class ImportRowRemark(WireModel):
    remark: CellRemark
    field: Column


class ImportRow(WireModel):
    """What became of one row of the file. The header of a table is row 1. In a recording every activity is a row,
    counted from 1 on, and in one of strength training every set.
    """

    row: int
    outcome: RowOutcome
    reason: RowReason | None
    field: Column | None
    remarks: list[ImportRowRemark]
    session_id: Id | None

    @classmethod
    def of(cls, row: Row) -> Self:
        """The stored row as the client sees it."""
        return cls.model_validate(row)
