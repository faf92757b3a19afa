"""What many subscribers ask for at the same time is made once."""

import asyncio
from pathlib import Path
from shutil import copy
from typing import Any

import orjson
import pytest

from graph.app import build_engine
from graph.engine import Request
from graph.serving.changes import Changes, Once
from graph.serving.snapshots import take_snapshot
from graph.serving.watching import Watch
from graph.settings import Settings
from tests.serving.apps import database, schema
from tests.serving.loading import build_marked

TEXT = "subscription Named { datasetChanged { version changed { modified } } }"


def test_what_is_asked_for_by_many_is_made_once_and_kept_for_a_while() -> None:
    made: list[int] = []

    async def story() -> None:
        once: Once[int, int] = Once(2)

        async def make() -> int:
            made.append(1)
            await asyncio.sleep(0.01)
            return len(made)

        assert await asyncio.gather(*(once.get(1, make) for _ in range(20))) == [1] * 20
        assert await once.get(1, make) == 1
        await once.get(2, make)
        await once.get(3, make)
        assert await once.get(1, make) == 4

    asyncio.run(story())


def test_who_leaves_does_not_stop_it_for_others_and_what_failed_is_tried_again() -> None:
    async def story() -> None:
        once: Once[str, str] = Once(2)
        tries = 0

        async def make() -> str:
            nonlocal tries
            tries += 1
            await asyncio.sleep(0.01)
            if tries == 2:
                raise ValueError("in vain")
            return "made"

        leaving = asyncio.create_task(once.get("a", make))
        staying = asyncio.create_task(once.get("a", make))
        await asyncio.sleep(0)
        leaving.cancel()
        assert await staying == "made"
        with pytest.raises(ValueError, match="in vain"):
            await once.get("b", make)
        assert await once.get("b", make) == "made"

    asyncio.run(story())


def test_a_build_is_compared_once_however_many_subscribe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(copy(database(), tmp_path / "data.sqlite"))
    taken: list[Any] = []

    async def counted(engine: Any) -> Any:
        taken.append(1)
        return await take_snapshot(engine)

    monkeypatch.setattr("graph.serving.changes.take_snapshot", counted)

    async def story() -> None:
        _, engine = build_engine(
            database=f"sqlite:///{path}", schema=schema(), settings=Settings(database=f"sqlite:///{path}")
        )
        watch = Watch(engine.database, 0.01)
        told = Changes(engine, watch)
        document = engine.documents.read(TEXT)
        version = (await watch.now()).version
        streams = [told.after(version, Request(TEXT), document) for _ in range(30)]
        upcoming = [asyncio.ensure_future(anext(each)) for each in streams]
        assert await told.snapshot(version) is not None
        build_marked(path, "2").replace(path)
        events = [orjson.loads(each)["data"]["datasetChanged"] for each in await asyncio.gather(*upcoming)]
        assert {each["version"] for each in events} == {"2"}
        assert all(len(each["changed"]["modified"]) > 20 for each in events)
        assert len(taken) == 2
        await engine.database.close()

    asyncio.run(story())
