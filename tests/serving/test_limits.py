"""What would ask for too much is refused before it costs anything, and says which limit it met."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from starlette.testclient import TestClient

from graph.settings import Settings
from tests.serving.apps import serving
from tests.serving.asking import codes, errors, post

QUICK = 1.0
"""Seconds: refusals take milliseconds, and a machine under load some more."""
DEFAULTS = Settings()
Serve = Callable[..., TestClient]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve with limits of one's own."""
    with ExitStack() as stack:
        yield lambda **limits: stack.enter_context(serving(**limits))


def nested(depth: int) -> str:
    """A query of so many levels."""
    rest = depth - 3
    middle = "parent { " * rest + "id" + " }" * rest
    return f"{{ places {{ nodes {{ {middle} }} }} }}"


def doubling(levels: int) -> str:
    """Fragments that each spread the next one twice: 2ⁿ fields in n lines."""
    fragments = [f"fragment F{n} on Company {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels)]
    last = f"fragment F{levels} on Company {{ name }}"
    return "\n".join(["{ companies { nodes { ...F0 } } }", *fragments, last])


def doubling_fields(levels: int) -> str:
    """The same through fields: each fragment asks for the next one under two keys."""
    fragments = [
        f"fragment F{n} on Place {{ a: parent {{ ...F{n + 1} }} b: parent {{ ...F{n + 1} }} }}"
        for n in range(levels)
    ]
    return "\n".join(
        ["{ places { nodes { ...F0 } } }", *fragments, f"fragment F{levels} on Place {{ name }}"]
    )


def refused(client: TestClient, query: str) -> tuple[str, str]:
    """The code and the message of a refusal, which must be a quick 400."""
    began = time.perf_counter()
    response = post(client, query)
    assert time.perf_counter() - began < QUICK
    assert response.status_code == 400
    assert "data" not in response.json()
    return codes(response)[0], errors(response)[0]["message"]


def test_an_operation_as_deep_as_allowed_is_answered_and_a_deeper_one_is_not(client: TestClient) -> None:
    assert "data" in post(client, nested(DEFAULTS.max_depth)).json()
    code, message = refused(client, nested(DEFAULTS.max_depth + 1))
    assert code == "DEPTH_LIMIT_EXCEEDED"
    assert str(DEFAULTS.max_depth) in message


def test_depth_is_counted_through_fragments(serve: Serve) -> None:
    query = "{ places { nodes { ...A } } } fragment A on Place { parent { ...B } } fragment B on Place { id }"
    assert "data" in post(serve(max_depth=4), query).json()
    assert refused(serve(max_depth=3), query)[0] == "DEPTH_LIMIT_EXCEEDED"


def test_too_many_aliases_are_refused(client: TestClient) -> None:
    def aliases(count: int) -> str:
        return "{" + " ".join(f"a{n}: __typename" for n in range(count)) + "}"

    assert "data" in post(client, aliases(DEFAULTS.max_aliases)).json()
    code, message = refused(client, aliases(DEFAULTS.max_aliases + 1))
    assert code == "COST_LIMIT_EXCEEDED"
    assert "aliases" in message


def test_too_many_directives_are_refused(client: TestClient) -> None:
    def directives(count: int) -> str:
        return "{" + " ".join(f"a{n}: __typename @include(if: true)" for n in range(count)) + "}"

    assert "data" in post(client, directives(DEFAULTS.max_directives)).json()
    code, message = refused(client, directives(DEFAULTS.max_directives + 1))
    assert code == "COST_LIMIT_EXCEEDED"
    assert "directives" in message


def test_too_many_fields_are_refused(serve: Serve) -> None:
    query = "{ places { nodes { id name slug } } }"
    assert "data" in post(serve(max_fields=5), query).json()
    code, message = refused(serve(max_fields=4), query)
    assert code == "COST_LIMIT_EXCEEDED"
    assert "fields" in message


def test_too_many_tokens_are_refused_while_they_are_read(client: TestClient) -> None:
    code, message = refused(client, "{" + " __typename" * DEFAULTS.max_tokens + "}")
    assert code == "GRAPHQL_PARSE_FAILED"
    assert str(DEFAULTS.max_tokens) in message


def test_pages_inside_pages_are_refused_by_the_rows_they_could_have(client: TestClient) -> None:
    children = "children(first: 500) { nodes { "
    code, message = refused(client, f"{{ places(first: 500) {{ nodes {{ {children * 2} id {'} }' * 3} }}")
    assert code == "COST_LIMIT_EXCEEDED"
    assert "rows" in message


def test_the_page_of_a_variable_counts_as_its_value(serve: Serve) -> None:
    client = serve(max_cost=100)
    query = "query ($first: Int) { places(first: $first) { nodes { id } } }"
    assert "data" in post(client, query, variables={"first": 100}).json()
    response = post(client, query, variables={"first": 101})
    assert response.status_code == 400
    assert codes(response) == ["COST_LIMIT_EXCEEDED"]


@pytest.mark.parametrize("make", [doubling, doubling_fields])
@pytest.mark.parametrize("levels", [20, 100])
def test_fragments_that_double_are_refused_as_quickly_as_they_are_short(
    serve: Serve, make: Callable[[int], str], levels: int
) -> None:
    assert refused(serve(max_tokens=10_000), make(levels))[0] in (
        "COST_LIMIT_EXCEEDED",
        "DEPTH_LIMIT_EXCEEDED",
    )


def test_fragments_that_double_and_are_never_spread_are_refused_as_quickly(client: TestClient) -> None:
    query = doubling(100).replace("{ companies { nodes { ...F0 } } }", "{ __typename }")
    assert refused(client, query)[0] in ("COST_LIMIT_EXCEEDED", "GRAPHQL_VALIDATION_FAILED")


def test_fragments_in_a_circle_are_refused(client: TestClient) -> None:
    query = (
        "{ places { nodes { ...A } } } fragment A on Place { ...B } fragment B on Place { parent { ...A } }"
    )
    code, message = refused(client, query)
    assert code == "GRAPHQL_VALIDATION_FAILED"
    assert "itself" in message


def test_a_fragment_in_itself_is_refused(client: TestClient) -> None:
    assert refused(client, "{ ...A } fragment A on Query { ...A }")[0] == "GRAPHQL_VALIDATION_FAILED"


def test_inputs_that_nest_without_end_are_refused(client: TestClient) -> None:
    query = "{ companies(where: " + "{ not: " * 1000 + "{}" + " }" * 1000 + ") { totalCount } }"
    response = post(client, query)
    assert response.status_code == 400
    assert set(codes(response)) <= {"GRAPHQL_PARSE_FAILED", "DEPTH_LIMIT_EXCEEDED", "COST_LIMIT_EXCEEDED"}


def test_selections_that_nest_without_end_are_refused(client: TestClient) -> None:
    query = "{ a " * 1900 + "}" * 1900
    response = post(client, query)
    assert response.status_code == 400
    assert set(codes(response)) <= {"GRAPHQL_PARSE_FAILED", "DEPTH_LIMIT_EXCEEDED"}


def test_many_fields_that_conflict_are_refused_quickly(serve: Serve) -> None:
    fields = " ".join(f'a: company(slug: "{n}") {{ name }}' for n in range(190))
    assert refused(serve(max_tokens=10_000), "{" + fields + "}")[0] in (
        "COST_LIMIT_EXCEEDED",
        "GRAPHQL_VALIDATION_FAILED",
    )


def test_introspection_in_circles_is_refused(client: TestClient) -> None:
    circles = "fields { type { " * 12 + "name" + " } }" * 12
    assert refused(client, f"{{ __schema {{ types {{ {circles} }} }} }}")[0] == "DEPTH_LIMIT_EXCEEDED"


def test_an_answer_of_too_many_bytes_is_refused_with_its_path(serve: Serve) -> None:
    client = serve(max_answer=65_536)
    wide = " ".join(f"a{number}: asPrinted" for number in range(100))
    answer = post(
        client, f"{{ few: citations(first: 2) {{ nodes {{ id }} }} citations {{ nodes {{ {wide} }} }} }}"
    )
    assert answer.json()["data"]["citations"] is None
    assert len(answer.json()["data"]["few"]["nodes"]) == 2
    (error,) = errors(answer)
    assert (error["path"], error["extensions"]["code"]) == (["citations"], "COST_LIMIT_EXCEEDED")
    assert "cache-control" in answer.headers
    assert "etag" not in answer.headers


def test_lists_and_values_in_variables_are_bounded_by_settings(serve: Serve) -> None:
    client = serve(max_items=3, max_values=20)
    query = "query($v: CompanyFilter) { companies(where: $v) { totalCount } }"
    for value, refused in (
        ({"name": {"in": ["a"] * 3}}, False),
        ({"name": {"in": ["a"] * 4}}, True),
        ({"and": [{"name": {"in": ["a"] * 3}}] * 3}, True),
    ):
        answer = post(client, query, variables={"v": value})
        assert (answer.status_code == 400) is refused
        assert not refused or codes(answer) == ["BAD_USER_INPUT"]
