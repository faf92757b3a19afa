"""What a client sends is handed on whole, in order, and a little at a time."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.config import Config
from uvicorn.server import ServerState

from graph.serving.wire.connection import Connection
from graph.serving.wire.intake import PIECE, TURN, Allowance, Intake


class Taker:
    """Takes pieces, as long as it is ready; knows whether reading is paused."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.turns: list[int] = []
        self.turn = 0
        self.free = True
        self.paused = False
        self.intake = Intake(self.take, lambda: self.free, self.pause, self.resume)

    def take(self, piece: bytes) -> None:
        self.pieces.append(piece)
        self.turns.append(self.turn)

    def pause(self) -> None:
        self.paused = True

    def resume(self) -> None:
        self.paused = False

    async def pass_turns(self, number: int) -> None:
        for _ in range(number):
            await asyncio.sleep(0)
            self.turn += 1


@given(st.lists(st.integers(0, 3 * PIECE), max_size=8), st.data())
def test_all_that_comes_is_taken_in_order_whenever_who_takes_it_is_ready(
    sizes: list[int], data: st.DataObject
) -> None:
    async def story() -> None:
        taker = Taker()
        sent = b""
        for number, size in enumerate(sizes):
            piece = bytes([number]) * size
            sent += piece
            taker.free = data.draw(st.booleans())
            taker.intake.add(piece)
            await taker.pass_turns(data.draw(st.integers(0, 3)))
        taker.free = True
        taker.intake.go_on()
        await taker.pass_turns(8 * 4)
        assert b"".join(taker.pieces) == sent
        assert max(map(len, taker.pieces), default=0) <= PIECE
        assert not taker.paused

    asyncio.run(story())


def test_much_that_comes_at_once_is_taken_in_as_many_turns_as_it_has_pieces() -> None:
    async def story() -> None:
        taker = Taker()
        taker.intake.add(b"x" * (5 * PIECE))
        assert (taker.pieces, taker.paused) == ([], True)
        await taker.pass_turns(6)
        assert len(set(taker.turns)) == len(taker.pieces) == 5
        assert not taker.paused

    asyncio.run(story())


def test_little_is_taken_at_once() -> None:
    async def story() -> None:
        taker = Taker()
        taker.intake.add(b"x" * PIECE)
        assert (taker.pieces, taker.paused) == ([b"x" * PIECE], False)

    asyncio.run(story())


def test_what_comes_of_many_in_one_turn_is_taken_a_few_milliseconds_worth_in_each_turn_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    order: list[int] = []

    class Slow(Taker):
        """Takes two fifths of a turn's time for each piece."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

        def take(self, piece: bytes) -> None:
            nonlocal now
            now += 0.4 * TURN
            order.append(self.number)
            super().take(piece)

    async def story() -> None:
        takers = [Slow(number) for number in range(10)]
        for taker in takers:
            taker.intake.add(b"x" * taker.number)
        assert order == [1, 2, 3]  # nothing came of the first
        assert [taker.paused for taker in takers] == [*[False] * 4, *[True] * 6]
        for taken in (6, 9):
            await takers[0].pass_turns(1)
            assert order == list(range(1, taken + 1))
        assert b"".join(piece for taker in takers for piece in taker.pieces) == b"x" * sum(range(10))
        assert not any(taker.paused for taker in takers)
        await takers[0].pass_turns(1)
        takers[1].intake.add(b"y")
        assert order[-1] == 1

    monkeypatch.setattr("graph.serving.wire.intake.perf_counter", lambda: now)
    asyncio.run(story())


def test_who_fails_to_take_a_piece_keeps_nobody_else_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    class Failing(Taker):
        """Fails."""

        def take(self, piece: bytes) -> None:
            raise ValueError(piece)

    def take_long(_: bytes) -> None:
        nonlocal now
        now += 2 * TURN

    async def story() -> None:
        failures: list[object] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: failures.append(context["exception"]))
        long = Taker()
        long.intake.take = take_long
        failing, other = Failing(), Taker()
        for taker in (long, failing, other):
            taker.intake.add(b"x")
        await other.pass_turns(3)
        assert (other.pieces, other.paused) == ([b"x"], False)
        assert [str(each) for each in failures] == ["b'x'"]

    monkeypatch.setattr("graph.serving.wire.intake.perf_counter", lambda: now)
    asyncio.run(story())


class Wire(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False
        self.answered = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)
        self.answered.set()

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        """There is nothing to pause."""

    def resume_reading(self) -> None:
        """Nor to resume."""

    def get_write_buffer_size(self) -> int:
        return 0


async def empty(_: Any, __: Any, send: Any) -> None:
    """An application that answers with nothing."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_a_connection_whose_request_waits_to_be_read_is_not_taken_for_an_idle_one() -> None:
    async def story() -> None:
        wire = Wire()
        connection = Connection(Config(empty, lifespan="off"), ServerState(), {})
        connection.connection_made(wire)
        connection.intake.turns.left = 0.0
        connection.intake.turns.see_to_next()
        connection.data_received(b"GET /else HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.intake.held
        connection.timeout_keep_alive_handler()
        connection.close_idle()
        assert wire.closed is False
        await wire.answered.wait()
        assert wire.written.startswith(b"HTTP/1.1 204 ")
        await asyncio.sleep(0)
        assert not connection.intake.held
        connection.close_idle()
        assert wire.is_closing()
        connection.connection_lost(None)

    asyncio.run(asyncio.wait_for(story(), 20))


def test_what_comes_after_the_end_is_thrown_away() -> None:
    async def story() -> None:
        taker = Taker()
        taker.intake.add(b"x" * (3 * PIECE))
        await taker.pass_turns(2)
        taken = len(taker.pieces)
        taker.intake.drop()
        taker.intake.add(b"y")
        await taker.pass_turns(4)
        assert len(taker.pieces) == taken
        assert taker.intake.held == b""

    asyncio.run(story())


@pytest.mark.parametrize("rate", [1, 100])
def test_an_allowance_is_ten_seconds_worth_and_grows_again(rate: int) -> None:
    allowance = Allowance(rate, 0.0)
    assert all(allowance.take(0.0) for _ in range(10 * rate))
    assert not allowance.take(0.0)
    assert allowance.take(3.0)
    assert sum(allowance.take(1_000.0) for _ in range(20 * rate)) == 10 * rate
