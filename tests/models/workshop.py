"""A workshop that lends tools: every kind of column, key and link that classes can have.

Composite keys, keys of many types, self-references, links to many with and without columns of their own, several
links between the same two tables, one-to-one links, names that SQL and Python reserve.
"""

from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Optional
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    Numeric,
    String,
)
from sqlalchemy import (
    Enum as EnumType,
)
from sqlalchemy.orm import registry
from sqlmodel import Field, Relationship, SQLModel

from graph.columns import ExactDecimal


class Base(SQLModel, registry=registry()):
    """The tables of this module know only each other."""


class Size(Enum):
    """Stored by the members' names."""

    SMALL = 1
    LARGE = 2
    ODD = 3


class State(Enum):
    """Stored by the members' values, which sort otherwise than the names."""

    NEW = "z-new"
    WORN = "it's worn"
    BROKEN = "a%broken_{0}"


class Labelling(Base, table=True):
    """A link table without columns of its own."""

    tool_id: int = Field(primary_key=True, foreign_key="tool.id")
    label_text: str = Field(primary_key=True, foreign_key="label.text")


class Fit(Base, table=True):
    """That one tool fits another: a link from a table to itself."""

    tool_id: int = Field(primary_key=True, foreign_key="tool.id")
    other_id: int = Field(primary_key=True, foreign_key="tool.id")
    snugness: float | None = None


class Loan(Base, table=True):
    """That a person borrowed a tool: a link with columns and a link of its own."""

    tool_id: int = Field(primary_key=True, foreign_key="tool.id")
    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    since: date
    fee: Decimal | None = Field(default=None, sa_type=ExactDecimal(2))
    note: str | None = None
    witness_id: UUID | None = Field(default=None, foreign_key="person.id")
    witness: Optional["Person"] = Relationship(sa_relationship_kwargs={"foreign_keys": "Loan.witness_id"})


class Label(Base, table=True):
    """A label: its text is its key."""

    text: str = Field(primary_key=True)
    rank: int
    tools: list["Tool"] = Relationship(back_populates="labels", link_model=Labelling)


class Person(Base, table=True):
    """Someone who makes, checks and borrows tools."""

    id: UUID = Field(primary_key=True)
    name: str
    born: date | None = None
    made: list["Tool"] = Relationship(
        back_populates="maker", sa_relationship_kwargs={"foreign_keys": "Tool.maker_id"}
    )
    checked: list["Tool"] = Relationship(
        back_populates="checker", sa_relationship_kwargs={"foreign_keys": "Tool.checker_id"}
    )
    borrowed: list["Tool"] = Relationship(
        back_populates="borrowers",
        link_model=Loan,
        sa_relationship_kwargs={
            "primaryjoin": "Person.id == Loan.person_id",
            "secondaryjoin": "Tool.id == Loan.tool_id",
        },
    )
    card: Optional["Card"] = Relationship(back_populates="holder", sa_relationship_kwargs={"uselist": False})


class Card(Base, table=True):
    """A membership card, one for each person: its key is text with everything in it."""

    number: str = Field(primary_key=True)
    group: str | None = Field(default=None, sa_column=Column("group", String))
    order: int | None = Field(default=None, sa_column_kwargs={"name": "order"})
    from_: date | None = Field(default=None, sa_column_kwargs={"name": "from"})
    holder_id: UUID | None = Field(default=None, foreign_key="person.id", unique=True)
    holder: Person | None = Relationship(back_populates="card")


class Tool(Base, table=True):
    """A tool, with a column of every kind."""

    id: int = Field(primary_key=True)
    code: str = Field(unique=True)
    name: str
    note: str | None = None
    wear: int | None = None
    serial: int | None = Field(default=None, sa_type=BigInteger)
    weight: float | None = Field(default=None, sa_type=Float)
    electric: bool | None = None
    price: Decimal | None = Field(default=None, sa_column=Column("price in shop", Numeric(12, 3)))
    value: Decimal | None = Field(default=None, sa_type=ExactDecimal(4))
    worth: Decimal = Field(sa_type=ExactDecimal(2))
    bought: date | None = None
    used: datetime | None = Field(default=None, sa_type=DateTime)
    tuned: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    oiled: datetime | None = None
    alarm: time | None = None
    token: UUID | None = Field(default=None, unique=True)
    photo: bytes | None = Field(default=None, sa_type=LargeBinary)
    extra: Any | None = Field(default=None, sa_column=Column("extra", JSON))
    size: Size
    state: State | None = Field(
        default=None,
        sa_column=Column(
            "state",
            EnumType(State, values_callable=lambda kind: [each.value for each in kind], native_enum=False),
        ),
    )
    parent_id: int | None = Field(default=None, foreign_key="tool.id", index=True)
    maker_id: UUID | None = Field(default=None, foreign_key="person.id")
    checker_id: UUID | None = Field(default=None, foreign_key="person.id")
    shelf_room: int | None = None
    shelf_name: str | None = None
    __table_args__ = (ForeignKeyConstraint(["shelf_room", "shelf_name"], ["shelf.room", "shelf.name"]),)

    parent: Optional["Tool"] = Relationship(
        back_populates="parts", sa_relationship_kwargs={"remote_side": "Tool.id"}
    )
    parts: list["Tool"] = Relationship(back_populates="parent")
    maker: Person | None = Relationship(
        back_populates="made", sa_relationship_kwargs={"foreign_keys": "Tool.maker_id"}
    )
    checker: Person | None = Relationship(
        back_populates="checked", sa_relationship_kwargs={"foreign_keys": "Tool.checker_id"}
    )
    borrowers: list[Person] = Relationship(
        back_populates="borrowed",
        link_model=Loan,
        sa_relationship_kwargs={
            "primaryjoin": "Tool.id == Loan.tool_id",
            "secondaryjoin": "Person.id == Loan.person_id",
        },
    )
    labels: list[Label] = Relationship(back_populates="tools", link_model=Labelling)
    fits: list["Tool"] = Relationship(
        link_model=Fit,
        sa_relationship_kwargs={
            "primaryjoin": "Tool.id == Fit.tool_id",
            "secondaryjoin": "Tool.id == Fit.other_id",
        },
    )
    shelf: Optional["Shelf"] = Relationship(back_populates="tools")
    readings: list["Reading"] = Relationship(back_populates="tool")


class Shelf(Base, table=True):
    """A shelf: its key is a room's number and a name; shelves hang below each other."""

    room: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    capacity: int | None = None
    above_room: int | None = None
    above_name: str | None = None
    __table_args__ = (ForeignKeyConstraint(["above_room", "above_name"], ["shelf.room", "shelf.name"]),)

    above: Optional["Shelf"] = Relationship(
        back_populates="below", sa_relationship_kwargs={"remote_side": "[Shelf.room, Shelf.name]"}
    )
    below: list["Shelf"] = Relationship(back_populates="above")
    tools: list[Tool] = Relationship(back_populates="shelf")


class Reading(Base, table=True):
    """A measurement, known by its day, its hour and its number."""

    day: date = Field(primary_key=True)
    hour: time = Field(primary_key=True)
    number: Decimal = Field(primary_key=True, sa_type=ExactDecimal(1))
    kind: Size = Field(primary_key=True)
    result: float
    tool_id: int | None = Field(default=None, sa_column=Column("select", ForeignKey("tool.id")))
    tool: Tool | None = Relationship(back_populates="readings")


class Blob(Base, table=True):
    """Something known by its bytes."""

    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)
    at: datetime | None = None


class Series(Base, table=True):
    """A word without a plural, known by a moment."""

    id: datetime = Field(primary_key=True, sa_type=DateTime)
    stars: int | None = None


WORKSHOP = (Tool, Person, Label, Labelling, Fit, Loan, Card, Shelf, Reading, Blob, Series)
