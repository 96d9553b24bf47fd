"""The files that this function serves: the OpenAPI document and the page that shows it.

Both lie at the same place below the checkout and below the deployed package.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import NamedTuple

from fitsync.kit import snapshot

_ROOT = Path(__file__).resolve().parents[2]
_SWAGGER_UI = _ROOT / "node_modules" / "swagger-ui-dist"
_PAGE = Path(__file__).resolve().parent / "page"

_JAVASCRIPT = "text/javascript; charset=utf-8"


class File(NamedTuple):
    """A file as it is sent; `tag` is a hash of its content."""

    content: bytes
    media_type: str
    tag: str


@snapshot.ahead
def document() -> File:
    """The OpenAPI document."""
    return _read(_ROOT / "docs" / "openapi.json", "application/json")


@snapshot.ahead
@functools.cache
def page() -> File:
    """The documentation page. Its assets' addresses change with their content, so that they can be kept for ever."""
    text = (_PAGE / "index.html").read_text(encoding="utf-8")
    for name in _ASSETS:
        text = text.replace(f"api-docs/{name}", f"api-docs/{name}?v={asset(name).tag}")
    content = text.encode()
    return File(content, "text/html; charset=utf-8", _tag(content))


def asset(name: str) -> File:
    """An asset of the page; raises KeyError for any other name."""
    path, media_type = _ASSETS[name]
    return _read(path, media_type)


_ASSETS = {
    "swagger-ui.css": (_SWAGGER_UI / "swagger-ui.css", "text/css; charset=utf-8"),
    "swagger-ui-bundle.js": (_SWAGGER_UI / "swagger-ui-bundle.js", _JAVASCRIPT),
    "docs.js": (_PAGE / "docs.js", _JAVASCRIPT),
}


@functools.cache
def _read(path: Path, media_type: str) -> File:
    content = path.read_bytes()
    return File(content, media_type, _tag(content))


def _tag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
