"""A server that is not ours, below a root path: what the explorer needs of one, and a subscription."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import strawberry
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from strawberry.asgi import GraphQL

from graph.explorer import routes


@strawberry.type
class Query:
    @strawberry.field
    def hello(self) -> str:
        return "world"


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, to: int) -> AsyncGenerator[int, None]:
        for number in range(1, to + 1):
            yield number


graphql = GraphQL[None, None](strawberry.Schema(Query, subscription=Subscription))
app = Starlette(
    routes=[
        Mount(
            "/deep/down", routes=[Route("/graphql", graphql), WebSocketRoute("/graphql", graphql), *routes()]
        )
    ]
)
