"""What a published database says of itself: its version, when it was built, how much is in it.

In: the database's file. Out: `Published`, read anew when another file takes its place; None where it says nothing.
Never: counts rows itself.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw

DESCRIPTION = "SELECT version, built_at, counts FROM dataset"


@dataclass(frozen=True)
class Published:
    """What is being served."""

    version: str
    built_at: datetime | None
    counts: Mapping[str, int]


class PublishedFile:
    """Reads a database's description, once for each file that stands in its place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.identity: tuple[int, ...] = ()
        self.description: Published | None = None

    def __call__(self) -> Published | None:
        """What the database says of itself; OSError or apsw.Error where it cannot be read."""
        found = os.stat(self.path)
        identity = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
        if identity != self.identity:
            self.description = read_description(self.path)
            self.identity = identity
        return self.description


def read_description(path: Path) -> Published | None:
    """Read the row that a build leaves; any other database describes itself by its schema's version alone."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        if not connection.table_exists("main", "dataset"):
            # Reading anything proves that this is a database.
            version = connection.execute("PRAGMA schema_version").get
            return Published(str(version), None, {})
        for version, built_at, counts in connection.execute(DESCRIPTION):
            return Published(version, datetime.fromisoformat(built_at), json.loads(counts))
        return None
    finally:
        connection.close()
