"""Load on a running server: clients that ask on and on, and hold that each answer is whole and of one build.

In: a `Running`. Out: what was answered, and what went wrong. Never: more than a few threads.
"""

import http.client
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from typing import Any

import orjson

HEADERS = {"Content-Type": "application/json"}
WHOLE = "{ dataset { version } companies(first: 50) { nodes { name place { name } } } universities { nodes { name } } }"
MARK = re.compile(r"#(\w+)$")


def slow(depth: int) -> str:
    """A query with a small answer: a quarter of a second of SQL at depth 2, without an end at 3.

    With another `$text` it is another query: those who ask the same at the same time are answered together.
    """
    inner = "asPrinted: {contains: $text}"
    for _ in range(depth):
        inner = f"source: {{citations: {{some: {{{inner}}}}}}}"
    return f'query($text: String = "zzz") {{ citations(where: {{{inner}}}) {{ totalCount }} }}'


def other(number: int) -> dict[str, str]:
    """The variables of another slow query."""
    return {"text": f"zzz{number}"}


def build_marked(path: Path, mark: str) -> Path:
    """A build in which every organization's name, and the version, end with a mark; beside the path."""
    made = path.with_name(f"{path.name}.{mark}")
    copy(path, made)
    with sqlite3.connect(made) as connection:
        connection.execute("UPDATE organization SET name = name || '#' || ?", (mark,))
        connection.execute("UPDATE dataset SET version = ?", (mark,))
    connection.close()
    return made


def marks_of(data: Any) -> set[str | None]:
    """The marks of all that an answer names: one, where it is of one build."""
    names = [row["name"] for key in ("companies", "universities") for row in data[key]["nodes"]]
    found = {mark.group(1) if (mark := MARK.search(name)) else None for name in names}
    version = data["dataset"]["version"]
    return found if found in ({version}, {None}) else {*found, f"version {version}"}


class Client(threading.Thread):
    """Asks on one connection, again and again, until it is told to stop or the server is gone."""

    def __init__(self, port: int, query: str = WHOLE) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.body = orjson.dumps({"query": query})
        self.stopped = threading.Event()
        self.answers = 0
        self.wrong: Counter[str] = Counter()
        self.marks: Counter[str | None] = Counter()

    def run(self) -> None:
        """Ask."""
        while not self.stopped.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.connect()
            except OSError:
                return
            self.talk(connection)
            connection.close()

    def talk(self, connection: http.client.HTTPConnection) -> None:
        """Ask on a connection until the server says that it closes."""
        answered = 0
        while not self.stopped.is_set():
            try:
                connection.request("POST", "/graphql", self.body, HEADERS)
                answer = connection.getresponse()
                body = answer.read()
            except (http.client.HTTPException, OSError) as error:
                # Nobody ever took up a connection on which nothing was answered.
                if answered:
                    self.wrong[f"lost: {type(error).__name__}"] += 1
                return
            answered += 1
            self.note(answer.status, body)
            if answer.will_close:
                return

    def note(self, status: int, body: bytes) -> None:
        """Hold an answer to be right."""
        self.answers += 1
        read = orjson.loads(body)
        if status != 200 or "errors" in read:
            self.wrong[f"{status} {body[:200]!r}"] += 1
        elif "dataset" in read["data"]:
            marks = marks_of(read["data"])
            if len(marks) == 1:
                self.marks.update(marks)
            else:
                self.wrong[f"mixed {marks}"] += 1


@contextmanager
def load(port: int, clients: int = 4, query: str = WHOLE) -> Iterator[list[Client]]:
    """Clients that ask until the block ends."""
    made = [Client(port, query) for _ in range(clients)]
    for each in made:
        each.start()
    try:
        yield made
    finally:
        for each in made:
            each.stopped.set()
        for each in made:
            each.join(35)
