"""The oracle walks links as SQLAlchemy's own session does, whatever the relationship's condition."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from tests.differential.arena import SETS
from tests.differential.populating import populate
from tests.differential.served import SQLiteFiles
from tests.oracle.described import camel
from tests.oracle.worlds import World


@pytest.mark.filterwarnings("ignore:Dialect sqlite:sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("seed", [0, 77])
def test_each_link_leads_to_the_rows_that_the_session_finds(tmp_path: Path, name: str, seed: int) -> None:
    chosen = SETS[name]
    tables = populate(chosen.models, seed, 20, chosen.tweak, full=seed == 77)
    path, database, _ = SQLiteFiles(tmp_path).make(chosen.models, tables)
    world = World(tuple(chosen.models), tables)
    walked = 0
    engine = sa.create_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        for described in world.described.values():
            rows = {key_of(row.values, described.key): row for row in world.rows[described.name]}
            found: list[Any] = list(session.exec(select(described.mapper.class_)).all())
            for each in found:
                row = rows[sa.inspect(each).identity]
                for link in row.described.mapper.relationships:
                    linked = getattr(each, link.key)
                    expected = linked if link.uselist else [linked] if linked is not None else []
                    mine = world.linked(row, camel(link.key))
                    assert {sa.inspect(one).identity for one in expected} == {
                        key_of(tie.row.values, tie.row.described.key) for tie in mine
                    }
                    assert len(expected) == len(mine)
                    walked += len(mine)
    engine.dispose()
    assert walked > 20
    assert database is not None


def key_of(values: Any, key: tuple[sa.Column[Any], ...]) -> tuple[Any, ...]:
    return tuple(values[column.name] for column in key)
