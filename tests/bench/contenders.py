"""Who is measured.

In: nothing. Out: `CONTENDERS` by name. Never: how they are measured.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.bench import node
from tests.bench.questions import Question
from tests.bench.servers import Contender, Setting

REFERENCE = "raw"
"""What ratios are to,"""
REFERENCE_POSTGRESQL = "raw-postgresql"
"""and to what those are that read PostgreSQL."""


def uvicorn(application: str) -> Callable[[Setting, int], list[str]]:
    """One uvicorn process with the loop and the parser that ours uses."""
    options = ["--factory", application, "--no-access-log", "--log-level", "warning"]
    options += ["--loop", "uvloop", "--http", "httptools"]
    return lambda _, port: [sys.executable, "-m", "uvicorn", *options, "--port", str(port)]


def ours(setting: Setting, port: int) -> list[str]:
    """The command that people run."""
    return serve(f"sqlite:///{setting.database}", port)


def ours_postgresql(setting: Setting, port: int) -> list[str]:
    """The same on PostgreSQL."""
    return serve(setting.postgresql, port)


def ours_apart(setting: Setting, port: int) -> list[str]:
    """The same, but for what is answered together where many ask the same."""
    return serve(f"sqlite:///{setting.database}", port, "tests.bench.apart")


def serve(database: str, port: int, module: str = "graph") -> list[str]:
    """`spinoff-graph serve`."""
    return [sys.executable, "-m", module, "serve", "--port", str(port), "--database", database]


def cache(size: int | None) -> Callable[[Setting, int], Mapping[str, str]]:
    """The answer cache: of a size, or as it comes."""
    return lambda _, __: {} if size is None else {"GRAPH_ANSWER_CACHE": str(size)}


def no_postgresql(setting: Setting) -> str | None:
    """Why PostgreSQL cannot be measured."""
    return None if setting.postgresql else setting.no_postgresql


def bare(by: str) -> Callable[[Setting, int], Mapping[str, str]]:
    """The environment of the bare routes."""

    def environment(setting: Setting, _: int) -> Mapping[str, str]:
        database = setting.postgresql if by == "postgresql" else str(setting.database)
        return {"BENCH_DATABASE": database, "BENCH_ANSWERS": str(setting.answers), "BENCH_BY": by}

    return environment


def bare_path(question: Question) -> str:
    """Where the bare routes answer: `/A1?first=1`."""
    return f"/{question.name}?" + "&".join(f"{name}={value}" for name, value in question.variables.items())


def databased(setting: Setting, port: int) -> Mapping[str, str]:
    """The database and the port, for servers that read nothing else."""
    return {"BENCH_DATABASE": str(setting.database), "BENCH_PORT": str(port)}


def node_server(script: str) -> Callable[[Setting, int], list[str]]:
    """A server of the Node family."""
    return lambda _, __: [*node.command(), str(node.folder() / script)]


BARE = uvicorn("tests.bench.bare:application")

CONTENDERS = {
    each.name: each
    for each in (
        Contender(
            REFERENCE, "json_object on the interpreter's SQLite, bare route", BARE, bare("sqlite3"), bare_path
        ),
        Contender(
            "raw-apsw", "json_object on the SQLite that ours uses, bare route", BARE, bare("apsw"), bare_path
        ),
        Contender("constant", "constant bytes, bare route", BARE, bare("constant"), bare_path),
        Contender("ours", "spinoff-graph serve, answer cache off", ours_apart, cache(0)),
        Contender("ours-cached", "spinoff-graph serve, answer cache warm", ours, cache(None)),
        Contender(
            REFERENCE_POSTGRESQL,
            "row_to_json on PostgreSQL over asyncpg, bare route",
            BARE,
            bare("postgresql"),
            bare_path,
            missing=no_postgresql,
        ),
        Contender(
            "ours-postgresql",
            "spinoff-graph serve on PostgreSQL, answer cache off",
            ours_postgresql,
            cache(0),
            missing=no_postgresql,
        ),
        Contender(
            "selectinload",
            "Strawberry over SQLModel objects",
            uvicorn("tests.bench.selectinload:application"),
            databased,
        ),
        Contender(
            "yoga",
            "GraphQL Yoga with graphql-jit over node:sqlite",
            node_server("yoga.mjs"),
            databased,
            missing=lambda _: node.missing(),
        ),
        Contender(
            "mercurius",
            "Mercurius with jit over node:sqlite",
            node_server("mercurius.mjs"),
            databased,
            missing=lambda _: node.missing(),
        ),
    )
}


def ours_of(workers: int) -> Contender:
    """Ours with so many worker processes."""
    made = CONTENDERS["ours"]
    return replace(
        made,
        name=f"ours-{workers}",
        command=lambda setting, port: [*made.command(setting, port), "--workers", str(workers)],
    )


def ours_behind_haproxy(workers: int) -> Contender:
    """The same, started as README says for HAProxy."""
    made = ours_of(workers)
    return replace(
        made,
        command=lambda setting, port: ["nice", "-n", "5", *made.command(setting, port)],
        environment=lambda setting, port: {
            **made.environment(setting, port),
            "GRAPH_KEEP_ALIVE_SECONDS": "60",
        },
    )
