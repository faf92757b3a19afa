"""The built files. In: a path below dist/. Out: an Asset, read once and kept. Never: reads outside dist/."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

BUILT = Path(__file__).parent / "dist"

# Said here, since the mimetypes module asks the machine, and some call JavaScript text/plain.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


@dataclass(frozen=True)
class Asset:
    """What a response sends."""

    body: bytes
    media_type: str

    @cached_property
    def etag(self) -> str:
        """The entity tag: weak, since packed and plain share it."""
        return f'W/"{sha256(self.body).hexdigest()[:16]}"'

    @cached_property
    def packed(self) -> bytes:
        """The body in gzip, the same bytes every time."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)


@cache
def _read(path: Path) -> Asset:
    return Asset(path.read_bytes(), MEDIA_TYPES[path.suffix])


def read_asset(path: Path) -> Asset | None:
    """Read a built file, or None where there is none; that is not remembered, since it may yet be built."""
    inside = path.parent in (BUILT, BUILT / "graphiql")
    return _read(path) if inside and path.suffix in MEDIA_TYPES and path.is_file() else None
