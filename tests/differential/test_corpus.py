"""Every operation of the corpus, over several random worlds: the engine and the oracle give the same JSON."""

from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse, print_ast
from graphql.utilities import separate_operations

from tests.differential.arena import SETS, Arenas

CORPUS = Path(__file__).parent / "corpus"
SEEDS = range(4)


def operations() -> list[tuple[str, str]]:
    """The model set and name of each operation."""
    return [
        (name, definition.name.value)
        for name in SETS
        for definition in parse((CORPUS / f"{name}.graphql").read_text()).definitions
        if isinstance(definition, OperationDefinitionNode) and definition.name is not None
    ]


def document(name: str, operation: str) -> str:
    """The text of one operation with the fragments that it uses."""
    parts = separate_operations(parse((CORPUS / f"{name}.graphql").read_text()))
    return print_ast(parts[operation])


@pytest.mark.parametrize("name,operation", operations())
def test_an_operation_of_the_corpus_is_answered_as_the_oracle_does(
    arenas: Arenas, name: str, operation: str
) -> None:
    for seed in SEEDS:
        arenas.get(name, seed).agree(document(name, operation))


@pytest.mark.parametrize("name,operation", operations())
def test_each_entity_at_the_root_is_read_by_one_statement(arenas: Arenas, name: str, operation: str) -> None:
    arena = arenas.get(name, 0)
    reply = arena.served.ask(document(name, operation))
    assert reply.data is not None
    answered_otherwise = {"__typename", "__schema", "__type", "dataset"}
    assert len(reply.jobs) == len([key for key in reply.data if key not in answered_otherwise])
