"""Every error has a code and the request's id, says where it is, and tells nothing of the inside."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.serving.apps import database, serving
from tests.serving.asking import NAME, codes, errors, get, post

SLUG = "query ($slug: String!) { company(slug: $slug) { name } }"
FIRST = "query ($first: Int) { companies(first: $first) { totalCount nodes { name } } }"
WHERE = "query ($where: CompanyFilter) { companies(where: $where) { totalCount nodes { name } } }"
INSIDE = re.compile(r"SELECT|sqlite|apsw|\.py|Traceback|/tmp|/src/|organization\.", re.IGNORECASE)

WRONG_VARIABLES = {
    "a number for a string": (SLUG, {"slug": 7}),
    "null for what cannot be null": (SLUG, {"slug": None}),
    "a list for a string": (SLUG, {"slug": ["masthercell"]}),
    "a string for a number": (FIRST, {"first": "ten"}),
    "a fraction for a whole number": (FIRST, {"first": 1.5}),
    "a number beyond 32 bits": (FIRST, {"first": 2**40}),
    "a string for an object": (WHERE, {"where": "x"}),
    "an unknown field of an input": (WHERE, {"where": {"naem": {"eq": "x"}}}),
    "a wrong operator's value": (WHERE, {"where": {"name": {"contains": 7}}}),
}
WRONG_VALUES = {
    "a page that is too large": (FIRST, {"first": 501}),
    "a page of fewer than none": (FIRST, {"first": -1}),
    "a cursor that is none": ('{ companies(after: "x") { nodes { name } } }', {}),
}


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[TestClient]:
    """A server whose database goes away while it serves."""
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(database().read_bytes())
    with serving(copy) as client:
        copy.unlink()
        yield client


@pytest.mark.parametrize("query, variables", WRONG_VARIABLES.values(), ids=WRONG_VARIABLES.keys())
def test_a_variable_of_another_type_is_a_400_that_names_it(
    client: TestClient, query: str, variables: dict[str, object]
) -> None:
    response = post(client, query, variables=variables)
    assert response.status_code == 400
    assert codes(response) == ["BAD_USER_INPUT"]
    [name] = variables
    assert f"${name}" in errors(response)[0]["message"]
    assert errors(response)[0]["locations"]


@pytest.mark.parametrize("query, variables", WRONG_VALUES.values(), ids=WRONG_VALUES.keys())
def test_a_value_that_cannot_be_used_is_the_error_of_its_field(
    client: TestClient, query: str, variables: dict[str, object]
) -> None:
    response = post(client, query, variables=variables)
    assert response.status_code == 200
    assert response.json()["data"] == {"companies": None}
    assert codes(response) == ["BAD_USER_INPUT"]
    assert errors(response)[0]["path"] == ["companies"]


def test_an_unknown_field_is_named_with_its_place(client: TestClient) -> None:
    response = post(client, '{\n  company(slug: "x") { naem }\n}')
    [error] = errors(response)
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "'naem'" in error["message"]
    assert error["locations"] == [{"line": 2, "column": 24}]


def test_every_fault_of_a_document_is_told_at_once(client: TestClient) -> None:
    assert len(errors(post(client, "{ a b c }"))) == 3


def test_so_many_faults_that_they_would_fill_pages_are_cut_short(client: TestClient) -> None:
    assert len(errors(post(client, "{" + " ".join(f"f{number}" for number in range(1000)) + "}"))) <= 21


def test_an_unknown_operation_name_is_told_with_the_name(client: TestClient) -> None:
    response = post(client, "query A { __typename }", operationName="B")
    assert response.status_code == 400
    assert codes(response) == ["OPERATION_RESOLUTION_FAILURE"]
    assert "'B'" in errors(response)[0]["message"]


def test_what_is_not_there_is_null_and_no_error(client: TestClient) -> None:
    assert post(client, '{ company(slug: "nobody") { name } }').json() == {"data": {"company": None}}


def test_each_request_has_an_id_in_its_header_and_its_errors(client: TestClient) -> None:
    answers = [post(client, "{ a b }"), post(client, "{"), get(client), client.post("/graphql", content=b"")]
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(ids)) == len(answers)
    for answer, request_id in zip(answers, ids, strict=True):
        assert {error["extensions"]["requestId"] for error in errors(answer)} == {request_id}


def test_an_answer_without_errors_has_its_requests_id_too(client: TestClient) -> None:
    assert post(client, NAME).headers["x-request-id"]


def test_a_database_that_goes_away_is_an_error_of_the_field_that_tells_nothing_of_the_inside(
    broken: TestClient,
) -> None:
    response = post(broken, NAME)
    assert response.json()["data"] == {"company": None}
    assert codes(response) == ["SERVICE_UNAVAILABLE"]
    assert not INSIDE.search(response.text)
    assert os.sep not in errors(response)[0]["message"]


def test_introspection_needs_no_database(broken: TestClient) -> None:
    answer = post(broken, "{ __schema { queryType { name } } }").json()
    assert answer == {"data": {"__schema": {"queryType": {"name": "Query"}}}}


@pytest.mark.parametrize(
    "query", ["{", "{ a }", "{ company { name } }", '{ node(id: "Organization:\\u0000") { id } }']
)
def test_no_message_tells_of_the_inside(client: TestClient, query: str) -> None:
    assert not INSIDE.search(post(client, query).text)
