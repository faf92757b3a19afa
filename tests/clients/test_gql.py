"""Python's gql 4, over aiohttp and websockets."""

import asyncio
from contextlib import aclosing
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from gql import GraphQLRequest, gql
from gql.transport.exceptions import TransportQueryError
from graphql import GraphQLError

from tests.clients.conftest import Publisher
from tests.clients.ecosystem import COMPANIES
from tests.clients.gql_client import live, make_client, pages

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]

ROUNDS = """
    query Rounds($least: Decimal) {
      fundingRounds(where: { amount: { low: { gt: $least } } }, orderBy: [{ amount: { low: DESC } }]) {
        nodes { company { name } amount { low } closed { earliest } }
      }
    }
"""


async def execute(server: str, text: str, **variables: Any) -> Any:
    request = GraphQLRequest(text, variable_values=variables or None)
    async with make_client(server) as session:
        return await session.execute(request)


def test_decimals_and_dates_are_pythons_own_both_ways(server: str) -> None:
    answer = asyncio.run(execute(server, ROUNDS, least=Decimal(20300000)))
    assert answer["fundingRounds"]["nodes"] == [
        {
            "company": {"name": "Novadip Biosciences"},
            "amount": {"low": Decimal(28000000)},
            "closed": {"earliest": date(2015, 9, 1)},
        }
    ]


def test_a_list_is_walked_page_by_page(server: str) -> None:
    async def walk() -> list[list[str]]:
        async with make_client(server) as session:
            return [page async for page in pages(session)]

    walked = asyncio.run(walk())
    assert walked == [COMPANIES[:5], COMPANIES[5:10], COMPANIES[10:15], COMPANIES[15:20], COMPANIES[20:]]


def test_a_document_that_the_schema_does_not_allow_is_refused_before_it_is_sent(server: str) -> None:
    with pytest.raises(GraphQLError, match="Cannot query field 'headquarters'"):
        asyncio.run(execute(server, '{ company(slug: "celyad") { headquarters } }'))


def test_an_error_of_the_server_has_its_code_and_the_data_beside_it(server: str) -> None:
    text = '{ companies(first: 1, after: "0") { totalCount } umons: university(slug: "umons") { name } }'
    with pytest.raises(TransportQueryError) as raised:
        asyncio.run(execute(server, text))
    assert raised.value.data == {"companies": None, "umons": {"name": "UMons"}}
    assert [error["extensions"]["code"] for error in raised.value.errors or ()] == ["BAD_USER_INPUT"]


def test_a_request_that_cannot_run_is_told_with_its_code(server: str) -> None:
    async def ask() -> None:
        client = make_client(server)
        client.schema = None  # so that it is sent
        async with client as session:
            await session.execute(gql("{ nothing }"))

    with pytest.raises(TransportQueryError) as raised:
        asyncio.run(ask())
    assert [error["extensions"]["code"] for error in raised.value.errors or ()] == [
        "GRAPHQL_VALIDATION_FAILED"
    ]


def test_a_live_answer_over_a_websocket_changes_when_a_build_is_published(publisher: Publisher) -> None:
    async def listen() -> list[str]:
        names: list[str] = []
        async with aclosing(live(publisher.address)) as answers:
            async for company in answers:
                names.append(company["name"])
                if len(names) == 2:
                    return names
                publisher.following.replace(publisher.database)
        return names

    assert asyncio.run(asyncio.wait_for(listen(), 60)) == ["Celyad", "Celyad Oncology"]
