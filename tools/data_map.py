"""Writes docs/personal-data.md from what the areas declare: `python -m tools.data_map`."""

from __future__ import annotations

from pathlib import Path

from fitsync.privacy.areas import areas

PAGE = Path(__file__).resolve().parents[1] / "docs" / "personal-data.md"

_INTRODUCTION = """# What is kept about people

Written by `make data-map` from the `personal.py` of every area; a test fails when it is stale, and when a table or a
place in a bucket is in nobody's. "Where" is a table, or a bucket and prefix.

| area | what | what for | how long | where |
| --- | --- | --- | --- | --- |
"""

_BESIDES = """
## Besides the tables and buckets

| what | holds | how long |
| --- | --- | --- |
| table streams | the last images of written items | 24 hours |
| queues, dead-letter queues | domain events; the erasure's own messages name its user | 14 days at most |
| logs of functions | user ids, request ids, codes; no names, addresses of mail or bodies | as the stage says: 30 days |
| access logs of the gateway | network address, program, user id, path without its query | 30 days |
| traces | request ids | 30 days (X-Ray) |
| mail in transit | what the mail says | not kept by SES |
| point-in-time recovery, backups | every table as it was | 35 days, encrypted; see the [runbook](runbooks/restore.md) |

An erasure does not reach into these: they run out by themselves. After a restore, erasures of the meantime are done
again, see the [runbook](runbooks/erasure.md).
"""


def page() -> str:
    """The page as it should be."""
    rows = [
        f"| {area.area} | {held.what} | {held.purpose} | {held.kept} | {held.where} |"
        for area in sorted(areas(), key=lambda area: area.area)
        for held in area.held
    ]
    return _INTRODUCTION + "\n".join(rows) + "\n" + _BESIDES


if __name__ == "__main__":
    PAGE.write_text(page())
