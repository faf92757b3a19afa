"""Random operations over random rows: the engine and the oracle give the same JSON, key order included.

Every run asks the same operations. `DIFFERENTIAL_EXAMPLES=2000` asks so many new ones of each model set.
"""

import os
from typing import Any

import pytest
from graphql import FieldNode, OperationDefinitionNode, parse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.differential.arena import SETS, Arenas, oracle_of
from tests.differential.generating import operations
from tests.differential.values import pools

ASKED = os.environ.get("DIFFERENTIAL_EXAMPLES")
# A smaller example takes minutes to find: it is looked for where one asks for it.
PHASES = tuple(Phase) if os.environ.get("DIFFERENTIAL_SHRINK") else (Phase.explicit, Phase.generate)
EXAMPLES = int(ASKED or 40)
WORLDS = 4


@pytest.mark.parametrize("name", SETS)
@settings(
    max_examples=EXAMPLES,
    derandomize=ASKED is None,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
    print_blob=False,
)
@given(data=st.data())
def test_a_random_operation_is_answered_as_the_oracle_does(arenas: Arenas, name: str, data: Any) -> None:
    arena = arenas.get(name, data.draw(st.integers(0, WORLDS - 1)))
    operation = data.draw(operations(oracle_of(SETS[name].models).schema, pools(arena.world)))
    reply, _ = arena.agree(operation.text, operation.variables)
    refused = {error["path"][0] for error in reply.errors}
    asked = root_names(operation.text).items()
    roots = [name for key, name in asked if key in (reply.data or {}) and key not in refused]
    # An id that no entity has needs no statement.
    needed = [name for name in roots if name not in ("__typename", "node", "nodes")]
    assert len(needed) <= len(reply.jobs) <= len([name for name in roots if name != "__typename"])


def root_names(text: str) -> dict[str, str]:
    """The field behind each key of an answer."""
    operation = parse(text).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    fields = [each for each in operation.selection_set.selections if isinstance(each, FieldNode)]
    return {(each.alias or each.name).value: each.name.value for each in fields}
