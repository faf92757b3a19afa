"""Operations generated from the schema, field by field: schemathesis asks them, with all its checks.

No answer may be a fault of the server's; whatever is valid is answered.
"""

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.graphql.checks import GraphQLClientError

from graph.api.schema import core_schema
from tests.hostile.asking import Server
from tests.serving.apps import schema as built

EXAMPLES = 3
ONE_OF = re.compile("^OneOf Input Object|must be non-null.$")
REFUSALS = {"BAD_USER_INPUT", "COST_LIMIT_EXCEEDED", "DEPTH_LIMIT_EXCEEDED"}


def text(*values: str) -> st.SearchStrategy[Any]:
    """String values of a scalar."""
    return st.sampled_from(values).map(schemathesis.graphql.nodes.String)


schemathesis.graphql.scalar("Decimal", text("0", "20300000", "62.9", "-1"))
schemathesis.graphql.scalar("Date", text("2014-11-25", "0001-01-01", "9999-12-31"))
schemathesis.graphql.scalar("DateTime", text("2014-11-25T12:00:00Z"))
schemathesis.graphql.scalar("BigInt", text("0", "9007199254740993", "-1"))


ROOTS = sorted(core_schema(built()).query_type.fields)  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def generated(server: Server) -> Any:
    return schemathesis.graphql.from_url(f"http://{server.host}/graphql")


@pytest.mark.parametrize("name", ROOTS)
def test_what_the_schema_allows_of_a_root_field_is_answered(generated: Any, name: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=generated["Query"][name].as_strategy())
    def ask(case: Any) -> None:
        response = case.call()
        assert unexpected(case, response) == []

    ask()


def unexpected(case: Any, response: Any) -> list[Exception]:
    """What the checks find, less the refusals of what types cannot say: `first` beside `last`, a false cursor.

    Inputs with exactly one field are generated with any number of them, too.
    """
    try:
        case.validate_response(response)
    except FailureGroup as found:
        errors = response.json().get("errors", []) if response.status_code < 500 else []
        refused = bool(errors) and (
            all(each["extensions"]["code"] in REFUSALS for each in errors)
            or any(ONE_OF.search(each["message"]) for each in errors)
        )
        return [each for each in found.exceptions if not (refused and isinstance(each, GraphQLClientError))]
    return []
