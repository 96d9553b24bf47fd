"""Requests of the area ops."""

from __future__ import annotations

from tests.support.requests.base import Prepare, plain

PREPARE: dict[str, Prepare] = {
    "getHealth": plain("/v1/health"),
    "getOpenapiDocument": plain("/v1/openapi.json"),
    "getApiDocs": plain("/v1/api-docs"),
    "getApiDocsAsset": plain("/v1/api-docs/docs.js"),
}
