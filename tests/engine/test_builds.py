"""An answer is of one build, however often others are published while it is made; else there is none."""

import asyncio
from datetime import UTC, datetime
from itertools import count

import orjson
import pytest

from graph.app import build_engine
from graph.engine.execute import Description
from graph.engine.line import Busy
from graph.engine.pipeline import BUILDS, Answer, Request
from graph.settings import read_settings
from tests.serving.apps import database

MIXED = "{ dataset { version } companies(first: 1) { nodes { name } } }"
BUILT = datetime(2026, 1, 1, tzinfo=UTC)


def answer(changes: int) -> Answer:
    """The answer to a question of the build and its data, where the build changes with each of the first looks."""

    async def story() -> Answer:
        _, engine = build_engine(database=f"sqlite:///{database()}", settings=read_settings())
        looks = count()

        async def describe() -> Description:
            return Description(f"b{min(next(looks), changes)}", BUILT)

        engine.database.describe = describe  # type: ignore[method-assign] # to publish without building
        try:
            return await engine.answer(Request(MIXED, context={"describe": describe}))
        finally:
            await engine.database.close()

    return asyncio.run(story())


@pytest.mark.parametrize("changes", range(BUILDS + 1))
def test_what_is_asked_of_a_build_and_its_data_is_asked_again_until_no_other_was_published(
    changes: int,
) -> None:
    data = orjson.loads(answer(changes).body)["data"]
    # Each try looks twice: for the version that is told, and for whether it is still the one.
    assert data["dataset"]["version"] == f"b{changes}"
    assert data["companies"]["nodes"]


def test_where_another_build_is_published_each_time_the_client_is_told_to_come_again() -> None:
    with pytest.raises(Busy):
        answer(100)
