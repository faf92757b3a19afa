"""The model sets that the differential tests run over, each with several random worlds, served and in the oracle.

In: a backend, a set's name, a seed. Out: `Arena`: an engine and an oracle over the same rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import parse

from graph.models import MODELS
from tests.differential.comparing import Comparison
from tests.differential.ecosystem import put_right
from tests.differential.populating import Tweak, populate
from tests.differential.served import Backend, Models, Reply, Served, Tables, schema_of
from tests.models.chinook import CHINOOK
from tests.models.workshop import WORKSHOP
from tests.oracle.asking import Oracle
from tests.oracle.asking import Reply as OracleReply
from tests.oracle.paging import Place
from tests.oracle.rows import rows_in
from tests.oracle.worlds import World


@dataclass(frozen=True)
class ModelSet:
    """Classes, and what their random rows need."""

    models: Models
    tweak: Tweak | None = None


SETS = {
    "ecosystem": ModelSet(MODELS, put_right),
    "chinook": ModelSet(CHINOOK),
    "workshop": ModelSet(WORKSHOP),
}
ORACLES: dict[Models, Oracle] = {}


def oracle_of(models: Models) -> Oracle:
    """The oracle of classes, made once."""
    if models not in ORACLES:
        ORACLES[models] = Oracle(schema_of(tuple(models)).as_str())
    return ORACLES[models]


class DisagreementError(AssertionError):
    """The engine's answer is not the oracle's."""


class Arena:
    """An engine and an oracle over the same rows."""

    def __init__(self, backend: Backend, models: Models, tables: Tables) -> None:
        self.models = tuple(models)
        self.tables = tables
        self.served = Served(backend, models, tables)
        self.oracle = oracle_of(self.models)
        self.world = World(self.models, tables)

    def agree(
        self,
        text: str,
        variables: Mapping[str, Any] | None = None,
        operation: str | None = None,
        cursors: Mapping[str, tuple[str, Place]] | None = None,
    ) -> tuple[Reply, OracleReply]:
        """Ask both, and hold that they say the same; `cursors` are variables: the engine's text and the place."""
        given = dict(variables or {})
        mine = given | {name: pair[0] for name, pair in (cursors or {}).items()}
        places = {f"given {name}": pair[1] for name, pair in (cursors or {}).items()}
        theirs = given | {name: f"given {name}" for name in cursors or {}}
        said = self.oracle.ask(self.world, text, theirs, places, operation)
        answered = self.served.ask(text, mine, operation)
        found = difference(answered, said)
        if found is not None:
            shown = "\n".join(f"{job.sql}\n{job.values}" for job in answered.jobs)
            raise DisagreementError(f"{found}\n\n{text}\n\nvariables: {given}\n\n{shown}")
        rows = rows_in(self.oracle.schema, parse(text), operation, answered.data)
        if answered.rows not in (rows, None):
            raise DisagreementError(f"{answered.rows} rows counted instead of {rows}\n\n{text}")
        return answered, said

    def close(self) -> None:
        """Close the engine."""
        self.served.close()


def difference(answered: Reply, said: OracleReply) -> str | None:
    """How two answers differ: in their data, or in which root fields have errors."""
    mine = sorted(str(error["path"][0]) if error.get("path") else "" for error in answered.errors)
    theirs = sorted({str(error.path[0]) if error.path else "" for error in said.errors})
    if mine != theirs:
        expected = [(each.message, each.path) for each in said.errors]
        return f"errors {answered.errors} {answered.failures} instead of {expected}"
    return Comparison(said.cursors).difference(answered.data, said.data)


class Arenas:
    """Arenas made on demand and kept."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.made: dict[tuple[str, int], Arena] = {}

    def get(self, name: str, seed: int) -> Arena:
        """The arena of a model set and a seed."""
        if (name, seed) not in self.made:
            self.made[name, seed] = self.fresh(name, seed)
        return self.made[name, seed]

    def fresh(self, name: str, seed: int, size: int = 12, *, full: bool = False) -> Arena:
        """An arena of one's own, to be changed and closed; `full` leaves no table empty."""
        chosen = SETS[name]
        return Arena(
            self.backend, chosen.models, populate(chosen.models, seed, size, chosen.tweak, full=full)
        )

    def close(self) -> None:
        """Close every engine."""
        for arena in self.made.values():
            arena.close()
