"""Strawberry resolvers over SQLModel objects that `selectinload` fetched: run by uvicorn in a process of its own.

In: BENCH_DATABASE. Out: `application`, which serves the questions' GraphQL. Never: SQL by hand.
"""

import os
from decimal import Decimal
from typing import Any, Generic, TypeVar

import strawberry
from sqlalchemy.orm import selectinload
from sqlmodel import Session, create_engine, select
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL

from graph import models

T = TypeVar("T")


@strawberry.type
class Connection(Generic[T]):
    """Rows behind `nodes`, as the questions ask for them."""

    nodes: list[T]


@strawberry.type
class Quantity:
    """An amount."""

    low: Decimal


@strawberry.type
class FundingRound:
    """A round."""

    label: str
    amount: Quantity


@strawberry.type
class Facility:
    """A facility."""

    name: str


@strawberry.type
class University:
    """A university; its spin-offs are only resolved where they are asked for."""

    row: strawberry.Private[models.University]

    @strawberry.field
    def name(self) -> str:
        """The name."""
        return self.row.name

    @strawberry.field
    def spinoffs(self) -> "Connection[Company]":
        """The spin-offs, in the order of their keys."""
        return Connection(nodes=[Company(row=each) for each in in_order(self.row.spinoffs)])


@strawberry.type
class Company:
    """A company."""

    row: strawberry.Private[models.Company]

    @strawberry.field
    def name(self) -> str:
        """The name."""
        return self.row.name

    @strawberry.field
    def funding_rounds(self) -> Connection[FundingRound]:
        """The rounds."""
        rows: list[Any] = in_order(self.row.funding_rounds)
        return Connection(
            nodes=[FundingRound(label=each.label, amount=Quantity(low=each.amount.low)) for each in rows]
        )

    @strawberry.field
    def facilities(self) -> Connection[Facility]:
        """The facilities."""
        return Connection(nodes=[Facility(name=each.name) for each in in_order(self.row.facilities)])

    @strawberry.field
    def universities(self) -> Connection[University]:
        """The universities."""
        return Connection(nodes=[University(row=each) for each in in_order(self.row.universities)])


def in_order(rows: list[Any]) -> list[Any]:
    """Rows in the order of their keys."""
    return sorted(rows, key=lambda row: row.id)


database = create_engine(f"sqlite:///{os.environ['BENCH_DATABASE']}")


@strawberry.type
class Query:
    """The questions' root fields."""

    @strawberry.field
    def universities(self, first: int) -> Connection[University]:
        """Universities with all below them: five statements, whatever their number."""
        spinoffs: Any = selectinload(models.University.spinoffs)  # type: ignore[arg-type]
        wanted = (
            select(models.University)
            .order_by(models.University.id)
            .limit(first)
            .options(spinoffs.selectinload(models.Company.funding_rounds))
            .options(spinoffs.selectinload(models.Company.facilities))
        )
        with Session(database) as session:
            return Connection(nodes=[University(row=row) for row in session.exec(wanted)])

    @strawberry.field
    def company(self, slug: str) -> Company | None:
        """A company with its links."""
        links: Any = (models.Company.funding_rounds, models.Company.facilities, models.Company.universities)
        wanted = select(models.Company).where(models.Company.slug == slug)
        with Session(database) as session:
            row = session.exec(wanted.options(*map(selectinload, links))).first()
            return Company(row=row) if row else None


def application() -> Starlette:
    """The application."""
    return Starlette(routes=[Route("/graphql", GraphQL(strawberry.Schema(Query)), methods=["POST"])])
