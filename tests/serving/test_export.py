"""Connections as files."""

import csv
import io
import json
import sqlite3
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.serving.export.paging import PageSize
from tests.serving.apps import ask, code, database, serving

CSV = {"Accept": "text/csv"}
LINES = {"Accept": "application/x-ndjson"}


@pytest.fixture(scope="module")
def client() -> Any:
    with serving() as opened:
        yield opened


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_connection_is_a_table_with_a_column_for_each_dotted_path(client: TestClient) -> None:
    query = """query Q($slug: String) {
      all: companies(where: {slug: {eq: $slug}}) { nodes { slug ...F place { __typename name } } }
    } fragment F on Company { label: name fundsRaised { quantity { low currency } } description }"""
    answer = ask(client, query, variables={"slug": "celyad"}, headers=CSV)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.splitlines()[0] == (
        "slug,label,fundsRaised.quantity.low,fundsRaised.quantity.currency,description,"
        "place.__typename,place.name"
    )
    (row,) = table(answer.text)
    plain = ask(client, query, variables={"slug": "celyad"}).json()["data"]["all"]["nodes"][0]
    assert row["label"] == plain["label"] == "Celyad"
    assert (
        row["fundsRaised.quantity.low"]
        == (plain["fundsRaised"] or {"quantity": {"low": ""}})["quantity"]["low"]
    )


def test_edges_and_inner_connections_can_be_columns_too(client: TestClient) -> None:
    query = "{ companies { edges { cursor node { slug universities { nodes { slug } } } } } }"
    rows = table(ask(client, query, headers=CSV).text)
    assert list(rows[0]) == ["cursor", "node.slug", "node.universities.nodes"]
    edges = ask(client, query).json()["data"]["companies"]["edges"]
    plain = [edge["node"]["universities"]["nodes"] for edge in edges]
    assert [json.loads(row["node.universities.nodes"]) for row in rows] == plain
    assert any(plain)


def test_what_an_inner_connection_tells_of_all_its_rows_has_columns_of_its_own(client: TestClient) -> None:
    inner = (
        "aggregate { count min { ordinal } } groups(by: {closed: {earliest: YEAR}}) { aggregate { count } }"
    )
    rounds_of = f"fundingRounds {{ n: totalCount {inner} pageInfo {{ hasNextPage }} }}"
    query = f"{{ companies {{ nodes {{ slug {rounds_of} }} }} }}"
    rows = table(ask(client, query, headers=CSV).text)
    nodes = ask(client, query).json()["data"]["companies"]["nodes"]
    assert [row["slug"] for row in rows] == [node["slug"] for node in nodes]
    for row, node in zip(rows, nodes, strict=True):
        rounds = node["fundingRounds"]
        least = rounds["aggregate"]["min"]["ordinal"]
        assert row == {
            "slug": node["slug"],
            "fundingRounds.n": str(rounds["n"]),
            "fundingRounds.aggregate.count": str(rounds["aggregate"]["count"]),
            "fundingRounds.aggregate.min.ordinal": "" if least is None else str(least),
            "fundingRounds.groups": row["fundingRounds.groups"],
            "fundingRounds.pageInfo.hasNextPage": str(rounds["pageInfo"]["hasNextPage"]).lower(),
        }
        assert json.loads(row["fundingRounds.groups"]) == rounds["groups"]


def test_each_line_of_ndjson_is_a_row(client: TestClient) -> None:
    query = "{ companies(orderBy: [{slug: DESC}]) { nodes { slug place { name } } } }"
    answer = ask(client, query, headers=LINES)
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert rows == ask(client, query).json()["data"]["companies"]["nodes"]
    by_get = client.get("/graphql", params={"query": query}, headers=LINES)
    assert by_get.text == answer.text


def test_first_is_how_many_rows_there_are_and_without_it_there_are_all(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    copy(database(), path)
    connection = sqlite3.connect(path)
    columns = [each[1] for each in connection.execute("PRAGMA table_info(source)")]
    (key,) = [each[1] for each in connection.execute("PRAGMA table_info(source)") if each[5]]
    others = ", ".join(column for column in columns if column != key)
    number = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
    more = f"SELECT 'more-' || i, {others} FROM n, (SELECT * FROM source LIMIT 1)"
    connection.execute(f"INSERT INTO source ({key}, {others}) {number} {more}")
    (total,) = connection.execute("SELECT count(*) FROM source").fetchone()
    connection.commit()
    connection.close()
    with serving(path) as client:
        ids = [row["id"] for row in table(ask(client, "{sources{nodes{id}}}", headers=CSV).text)]
        assert len(ids) == len(set(ids)) == total > 1200
        some = ask(client, "query($n:Int){sources(first:$n){nodes{id}}}", variables={"n": 700}, headers=LINES)
        assert len(some.text.splitlines()) == 700
        none = ask(client, "{sources(first:0){nodes{id}}}", headers=LINES)
        assert none.text == ""


def test_the_operation_may_be_named_and_others_stand_beside_it(client: TestClient) -> None:
    text = "query Some { companies(first: 2) { nodes { slug } } } query Other { __typename }"
    named = ask(client, text, operationName="Some", headers=LINES)
    assert len(named.text.splitlines()) == 2


def test_a_file_goes_on_after_a_cursor(client: TestClient) -> None:
    page = ask(client, "{ companies(first: 3) { nodes { slug } pageInfo { endCursor } } }").json()["data"][
        "companies"
    ]
    text = "query($n: Int = 2, $c: String) { companies(first: $n, after: $c) { nodes { slug } } }"
    given = {"c": page["pageInfo"]["endCursor"]}
    rows = [json.loads(line) for line in ask(client, text, variables=given, headers=LINES).text.splitlines()]
    assert rows == ask(client, text, variables=given).json()["data"]["companies"]["nodes"]
    assert rows[0] not in page["nodes"]
    wrong = ask(client, text, variables={"c": "5b5d"}, headers=LINES)
    assert (wrong.status_code, code(wrong)) == (400, "BAD_USER_INPUT")


def test_variables_of_paging_that_are_not_given_say_nothing(client: TestClient) -> None:
    text = """query($first: Int, $after: String, $last: Int, $before: String) {
      companies(first: $first, after: $after, last: $last, before: $before) { totalCount nodes { slug } } }"""
    lines = ask(client, text, headers=LINES).text.splitlines()
    assert len(lines) == ask(client, "{ companies { totalCount } }").json()["data"]["companies"]["totalCount"]
    nulls = dict.fromkeys(("first", "after", "last", "before"))
    assert ask(client, text, variables=nulls, headers=LINES).text.splitlines() == lines
    assert code(ask(client, text, variables={"last": 2}, headers=LINES)) == "BAD_USER_INPUT"


def test_columns_are_merged_as_fields_of_an_answer_are(client: TestClient) -> None:
    text = """{ __typename companies(first: 1) { ...A pageInfo: nodes { name } ... @skip(if: true) { nodes { id } } } }
      fragment A on CompanyConnection { pageInfo: nodes { slug place { name } place { id @skip(if: true) slug } } }"""
    (row,) = table(ask(client, text, headers=CSV).text)
    assert list(row) == ["slug", "place.name", "place.slug", "name"]


def test_columns_of_several_types_stand_side_by_side(client: TestClient) -> None:
    text = "{ organizations { nodes { name ... on Company { founded { asPrinted } } ... on Institution { kind } } } }"
    rows = table(ask(client, text, headers=CSV).text)
    assert list(rows[0]) == ["name", "founded.asPrinted", "kind"]
    assert {bool(row["kind"]) for row in rows} == {True, False}


def test_a_file_has_a_name(client: TestClient) -> None:
    text = "{ mine: companies(first: 1) { nodes { slug } } }"
    for headers, ending in ((CSV, "csv"), (LINES, "ndjson")):
        named = ask(client, text, headers=headers).headers["content-disposition"]
        assert named == f'attachment; filename="companies.{ending}"'


def test_head_tells_of_a_file_and_of_a_stream_and_ends(client: TestClient) -> None:
    query = "{ companies { nodes { slug } } }"
    whole = client.get("/graphql", params={"query": query}, headers=CSV)
    head = client.head("/graphql", params={"query": query}, headers=CSV)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-disposition"] == whole.headers["content-disposition"]
    live = {"query": "subscription { live { companies { totalCount } } }"}
    stream = client.head("/graphql", params=live, headers={"Accept": "text/event-stream"})
    assert (stream.status_code, stream.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")


def test_rows_with_many_rows_nested_in_them_come_all_and_in_order(client: TestClient) -> None:
    inner = "citations(first: 300) { nodes { id asPrinted source { title } } }"
    text = f"{{ citations(orderBy: [{{asPrinted: DESC}}]) {{ nodes {{ id source {{ {inner} }} }} }} }}"
    lines = [json.loads(line) for line in ask(client, text, headers=LINES).text.splitlines()]
    whole = ask(client, text.replace("citations(order", "citations(first: 500, order")).json()
    assert lines == whole["data"]["citations"]["nodes"]
    assert len(lines) > 200


@pytest.mark.parametrize(
    "cost, limit, first", [(1, 10**7, 500), (51, 10**7, 98), (10**6, 10**7, 1), (10, 50, 5)]
)
def test_the_first_page_is_the_smaller_the_more_a_row_can_cost(cost: int, limit: int, first: int) -> None:
    assert PageSize.begin(cost, limit, None).now == first
    assert PageSize.begin(cost, limit, 3).now == min(first, 3)


def test_pages_grow_while_they_are_small_and_shrink_when_they_are_large() -> None:
    size = PageSize.begin(2_000, 10**7, None)
    found = [size.now]
    for taken in (1_000, 4_000, 200_000, 1_000_000, 100, 100):
        size.learn(taken, None)
        found.append(size.now)
    assert found == [2, 8, 32, 20, 2, 8, 32]
    size.learn(100, 5)
    assert size.now == 5


@pytest.mark.parametrize(
    "query",
    [
        "{ __typename }",
        '{ company(slug: "celyad") { name } }',
        "{ companies { totalCount } }",
        "{ a: companies { nodes { id } } b: companies { nodes { id } } }",
        "{ dataset { version } }",
        "{ companies(last: 2) { nodes { slug } } }",
        "{ companies(first: -1) { nodes { slug } } }",
        "{ companies @skip(if: true) { nodes { slug } } }",
        "{ companies { nodes @skip(if: true) { slug } totalCount } }",
        "{ companies { edges { cursor } nodes { slug } } }",
        "query($exportAfter: String) { companies(where: {slug: {eq: $exportAfter}}) { nodes { slug } } }",
    ],
)
def test_what_is_not_one_connection_is_refused(client: TestClient, query: str) -> None:
    refused = ask(client, query, headers=CSV)
    assert (refused.status_code, code(refused)) == (400, "BAD_USER_INPUT")
    assert refused.headers["content-type"].startswith("application/json")


def test_what_is_wrong_is_said_before_the_file_begins(client: TestClient) -> None:
    assert code(ask(client, "{ companies { nodes { nope } } }", headers=CSV)) == "GRAPHQL_VALIDATION_FAILED"
    assert code(ask(client, "mutation { x }", headers=LINES)) == "GRAPHQL_VALIDATION_FAILED"
    wrong = ask(client, "query($n:Int){companies(first:$n){nodes{id}}}", variables={"n": "x"}, headers=CSV)
    assert code(wrong) == "BAD_USER_INPUT"


def test_values_with_commas_quotes_and_lines_stay_whole(client: TestClient) -> None:
    query = "{ citations { nodes { id asPrinted locator } } }"
    rows = table(ask(client, query, headers=CSV).text)
    nodes = [json.loads(line) for line in ask(client, query, headers=LINES).text.splitlines()]
    assert rows == [{name: value or "" for name, value in node.items()} for node in nodes]
    assert any("," in row["asPrinted"] for row in rows)
