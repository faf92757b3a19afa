"""The served data, for tests that speak HTTP."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.serving.apps import serving


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with serving() as client:
        client.follow_redirects = False
        yield client
