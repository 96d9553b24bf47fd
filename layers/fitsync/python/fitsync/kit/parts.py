"""Writing an object of unknown size into a bucket, in parts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fitsync.kit import aws
from fitsync.kit.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

# S3 takes at most 10,000 parts of at least 5 MB each (service quotas), so this is good for 80 GB.
PART_BYTES = 8 * 1024 * 1024


class PartedObject(io.RawIOBase):
    """A file to write to; what is written appears as an object of the declared bucket with `complete`, or never.

    What is left of an upload that was not completed is removed by the bucket's lifecycle rule.
    """

    def __init__(self, bucket: str, key: str, content_type: str) -> None:
        self._bucket, self._key = settings().bucket(bucket), key
        self._waiting = bytearray()
        self._parts: list[CompletedPartTypeDef] = []
        self._size = 0
        answer = aws.client("s3").create_multipart_upload(Bucket=self._bucket, Key=key, ContentType=content_type)
        self._upload = answer["UploadId"]

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # what a zip writes
        self._waiting += data
        self._size += len(data)
        while len(self._waiting) >= PART_BYTES:
            self._send(bytes(self._waiting[:PART_BYTES]))
            del self._waiting[:PART_BYTES]
        return len(data)

    def complete(self) -> int:
        """Send the rest and let the object appear; its size in bytes."""
        self._send(bytes(self._waiting))
        self._waiting.clear()
        aws.client("s3").complete_multipart_upload(
            Bucket=self._bucket, Key=self._key, UploadId=self._upload, MultipartUpload={"Parts": self._parts}
        )
        return self._size

    def _send(self, data: bytes) -> None:
        number = len(self._parts) + 1
        answer = aws.client("s3").upload_part(
            Bucket=self._bucket, Key=self._key, UploadId=self._upload, PartNumber=number, Body=data
        )
        self._parts.append({"ETag": answer["ETag"], "PartNumber": number})
