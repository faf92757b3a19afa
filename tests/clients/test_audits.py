"""GraphQL over HTTP, as the audits of npm's graphql-http read it."""

import pytest

from tests.clients.scripts import run_script

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]


def test_every_audit_of_graphql_over_http_is_ok(server: str) -> None:
    found = run_script("audits.mjs", f"{server}/graphql")
    assert len(found) == 61
    assert [each for each in found if each["status"] != "ok"] == []
