"""What stands where a database should be, before it is trusted.

In: the path of a database. Out: a `Standing`. Never: changes anything; opens what is no file.
"""

from dataclasses import dataclass
from pathlib import Path

import apsw

from graph.dataset.versions import opened, version_told

# The largest file, in bytes, that is read as a whole; of a larger one each page is looked at by itself.
WHOLE = 33_554_432


@dataclass(frozen=True)
class Standing:
    """What was found: whether it can be read, whether all of it is whole, the version that a build left in it."""

    readable: bool = False
    whole: bool = False
    version: str | None = None


def look_at(database: Path) -> Standing:
    """Look at what stands there; nothing, or what is no database at all, cannot be read."""
    if not database.is_file() or database.stat().st_size == 0:
        return Standing()
    check = "integrity_check" if database.stat().st_size <= WHOLE else "quick_check"
    try:
        with opened(database) as connection:
            if connection.execute("SELECT 1 FROM sqlite_master").get is None:
                return Standing()
            version = version_told(connection)
            return Standing(readable=True, whole=is_whole(connection, check), version=version)
    except apsw.Error:
        return Standing()


def is_whole(connection: apsw.Connection, check: str) -> bool:
    """Whether SQLite finds nothing wrong with a file."""
    try:
        return bool(connection.execute(f"PRAGMA {check}(1)").get == "ok")
    except apsw.Error:
        return False
