"""An answer is the same to the byte however it comes about: planned now, planned before, or kept.

There is one path through the engine; what differs is how much of it was walked before.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    ArgumentNode,
    DocumentNode,
    IntValueNode,
    NamedTypeNode,
    NameNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    StringValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from graph.packaged import operations_folder
from tests.differential.arena import Arenas
from tests.differential.test_corpus import document, operations
from tests.serving.apps import ask, serving

EXAMPLES = sorted(operations_folder().glob("*.graphql"))
SIZES = ("first", "last")
TEXTS = ("slug", "id", "after", "before")


class Freed(Visitor):
    """Takes literals out of a document's fields: pages, slugs, ids and cursors become variables."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.definitions: list[VariableDefinitionNode] = []
        self.values: dict[str, Any] = {}

    def enter_fragment_definition(self, *_: Any) -> bool:
        return False

    def leave_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | None:
        given, value = node.name.value, node.value
        name = f"freed{len(self.values)}"
        if given in SIZES and isinstance(value, IntValueNode):
            kind, self.values[name] = "Int", int(value.value)
        elif given in TEXTS and isinstance(value, StringValueNode):
            kind, self.values[name] = "ID" if given == "id" else "String", value.value
        else:
            return None
        variable = VariableNode(name=NameNode(value=name))
        self.definitions.append(
            VariableDefinitionNode(
                variable=variable,
                type=NonNullTypeNode(type=NamedTypeNode(name=NameNode(value=kind))),
                directives=(),
            )
        )
        return ArgumentNode(name=node.name, value=variable)


def freed(text: str) -> tuple[str, dict[str, Any]]:
    """The same operation with variables in the place of literals, and their values."""
    visitor = Freed()
    made = visit(parse(text), visitor)
    definitions = tuple(
        OperationDefinitionNode(
            operation=each.operation,
            name=each.name,
            variable_definitions=(*(each.variable_definitions or ()), *visitor.definitions),
            directives=each.directives,
            selection_set=each.selection_set,
        )
        if isinstance(each, OperationDefinitionNode)
        else each
        for each in made.definitions
    )
    return print_ast(DocumentNode(definitions=definitions)), visitor.values


@pytest.mark.parametrize("name,operation", operations())
def test_an_operation_of_the_corpus_has_the_same_bytes_planned_now_and_before(
    arenas: Arenas, name: str, operation: str
) -> None:
    served = arenas.get(name, 0).served
    text = document(name, operation)
    # A comment makes it a document that was never seen.
    cold = served.ask(f"# unseen\n{text}").body
    prepared = served.ask(f"# unseen\n{text}").body
    assert prepared == cold
    again, values = freed(text)
    assert served.ask(again, values).body == cold
    assert served.ask(again, values).body == cold


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_the_same_bytes_over_http_from_the_engine_and_from_the_cache(path: Path) -> None:
    text = path.read_text()
    with serving(answer_cache=0) as fresh, serving() as keeping:
        cold = ask(fresh, text)
        assert "cache;desc=off" in cold.headers["server-timing"]
        for client, kept in ((fresh, "off"), (keeping, "miss"), (keeping, "hit")):
            response = ask(client, text)
            assert f"cache;desc={kept}" in response.headers["server-timing"]
            assert response.content == cold.content
        again, values = freed(text)
        assert ask(fresh, again, variables=values).content == cold.content
    assert "errors" not in json.loads(cold.content)


def test_literals_are_taken_out_of_examples() -> None:
    assert sum(bool(freed(path.read_text())[1]) for path in EXAMPLES) >= len(EXAMPLES) // 4
