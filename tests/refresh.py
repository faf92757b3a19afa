"""Expected files beside tests: `pytest --refresh` writes them anew, and the diff is read.

Out: the fixture `expected`, a function that holds a text against a file.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

Expected = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh", action="store_true", help="write expected files anew instead of comparing with them"
    )


@pytest.fixture(scope="session")
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are written anew."""
    return bool(request.config.getoption("--refresh"))


@pytest.fixture(scope="session")
def expected(refresh: bool) -> Expected:
    """Hold a text against a file; write the file where that is asked."""

    def hold(path: Path, text: str) -> None:
        if refresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        assert text == kept, (
            f"{path.name} of {path.parent.name} differs; read what `pytest --refresh` changes"
        )

    return hold
