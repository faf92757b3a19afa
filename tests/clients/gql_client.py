"""gql as a program would use it: decimals and dates as Python's own, a list walked page by page, a live answer.

In: a server's address. Out: clients, names, answers as they come.
"""

from collections.abc import AsyncGenerator
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.request import urlopen

from gql import Client, GraphQLRequest, gql
from gql.client import AsyncClientSession
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.websockets import WebsocketsTransport
from gql.utilities import update_schema_scalars
from graphql import GraphQLScalarType, build_schema

SCALARS = [
    GraphQLScalarType("Decimal", parse_value=Decimal, serialize=str),
    GraphQLScalarType("Date", parse_value=date.fromisoformat, serialize=str),
]


def make_client(server: str, *, sockets: bool = False) -> Client:
    """A client that checks documents against the server's schema before it sends them."""
    with urlopen(f"{server}/schema.graphql") as answer:
        schema = build_schema(answer.read().decode())
    update_schema_scalars(schema, SCALARS)
    address = f"{server}/graphql"
    transport = WebsocketsTransport(address.replace("http", "ws")) if sockets else AIOHTTPTransport(address)
    return Client(schema=schema, transport=transport, parse_results=True, serialize_variables=True)


FORWARD = gql("""
    query ($after: String) {
      companies(first: 5, after: $after, orderBy: [{ name: ASC }]) {
        nodes { name }
        pageInfo { hasNextPage endCursor }
      }
    }
""")


async def pages(session: AsyncClientSession) -> AsyncGenerator[list[str], None]:
    """The names of all companies, page by page."""
    after = None
    while True:
        request = GraphQLRequest(FORWARD, variable_values={"after": after})
        companies = (await session.execute(request))["companies"]
        yield [each["name"] for each in companies["nodes"]]
        if not companies["pageInfo"]["hasNextPage"]:
            return
        after = companies["pageInfo"]["endCursor"]


LIVE = gql('subscription { live { company(slug: "celyad") { name } } }')


async def live(server: str) -> AsyncGenerator[Any, None]:
    """A company, now and whenever a build changes it."""
    async with make_client(server, sockets=True) as session:
        async for answer in session.subscribe(LIVE):
            yield answer["live"]["company"]
