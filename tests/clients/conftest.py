from collections.abc import Iterator

import pytest

from tests.browser.server import SERVE, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the shipped data."""
    with serving(SERVE, tmp_path_factory.mktemp("clients"), ready="/health/ready") as address:
        yield address
