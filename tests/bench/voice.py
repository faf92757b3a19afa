"""What whoever waits is told: results on standard output, progress on standard error."""

import sys
from collections.abc import Iterable


def show(lines: Iterable[str]) -> None:
    """Print lines of a result."""
    print(*lines, sep="\n", flush=True)  # noqa: T201 - a command's way to speak


def say(message: str) -> None:
    """Tell how far it has come."""
    print(f"· {message}", file=sys.stderr, flush=True)  # noqa: T201 - a command's way to speak
