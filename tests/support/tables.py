"""Looking at what is stored."""

from __future__ import annotations

from typing import Any

from infra import platform
from tests.support.environment import VARIABLES, client


def contents(*, with_leases: bool = False) -> dict[str, list[dict[str, Any]]]:
    """Every item of every table, by table, in order of its key; without the leases of rate limits."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in platform.TABLES:
        pages = client("dynamodb").get_paginator("scan").paginate(TableName=VARIABLES[f"TABLE_{table.name.upper()}"])
        items = [item for page in pages for item in page["Items"]]
        kept = [item for item in items if with_leases or not item["pk"]["S"].startswith("LIMIT#")]
        found[table.name] = sorted(kept, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))
    return found
