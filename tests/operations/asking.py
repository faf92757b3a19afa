"""An example operation taken through the stages one by one, so that each stage's product can be read.

In: an operation's text, the catalogue, a dialect or an engine. Out: plans, SQL, the answer.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson
from graphql import GraphQLSchema
from graphql.execution.values import get_variable_values

from graph.api import build_schema
from graph.api.schema import core_schema
from graph.catalogue import Catalogue, read_catalogue
from graph.engine import Engine, Request
from graph.engine.dialects.base import Dialect
from graph.engine.dialects.postgresql import PostgreSQL
from graph.engine.dialects.sqlite import SQLite
from graph.engine.document import read_document
from graph.engine.inputs import InputReader
from graph.engine.limits import Limits
from graph.engine.plan import Plan
from graph.engine.planning import Planner
from graph.engine.printing import plan_tree, pretty_sql
from graph.engine.selection import SelectionReader
from graph.engine.sql import compile_plan
from graph.models import MODELS

DIALECTS: dict[str, Dialect] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


@dataclass(frozen=True)
class Stages:
    """What every operation is read with."""

    catalogue: Catalogue
    schema: GraphQLSchema


@cache
def stages() -> Stages:
    """The ecosystem's catalogue and schema."""
    catalogue = read_catalogue(MODELS)
    return Stages(catalogue, core_schema(build_schema(catalogue)))


def plans(text: str) -> Iterator[tuple[str, Plan]]:
    """The plan of each root field, with the variables' defaults."""
    catalogue, schema = stages().catalogue, stages().schema
    document = read_document(text, schema, Limits())
    [operation] = document.operations.values()
    variables = get_variable_values(schema, operation.variable_definitions or (), {})
    assert not isinstance(variables, list), variables
    inputs = InputReader(variables.coerced)
    root = schema.query_type
    assert root is not None
    selections = SelectionReader(schema, document.fragments, inputs).read_root(root, operation.selection_set)
    planner = Planner(catalogue, schema, inputs)
    for selection in selections:
        if planner.serves(selection.name):
            yield selection.key, planner.make_plan(selection)


def written_plans(text: str) -> str:
    """Each plan as a tree under its key."""
    return "\n".join(f"# {key}\n{plan_tree(plan)}\n" for key, plan in plans(text))


def written_sql(text: str, dialect: str) -> str:
    """Each statement under its key."""
    return "\n".join(
        f"-- {key}\n{pretty_sql(compile_plan(stages().catalogue, DIALECTS[dialect], plan).sql)};\n"
        for key, plan in plans(text)
    )


def written_answer(text: str, engine: Engine) -> str:
    """The answer, indented."""
    body = asyncio.run(engine.answer(Request(text))).body
    return orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def operations(folder: Path) -> list[Path]:
    """The operations of a folder."""
    return sorted(folder.glob("*.graphql"))
