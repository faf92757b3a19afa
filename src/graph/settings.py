"""Every setting: from the command line, the environment (`GRAPH_…`) or its default, as one frozen object.

In: the environment. Out: `Settings`, or `SettingsError`. Never: read anywhere else; a value in a message, which may
be a secret.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "GRAPH_"
# The settings that are options of `spinoff-graph serve`, too.
OPTIONS = frozenset(
    {"host", "port", "workers", "database", "data", "models", "documents", "only_trusted", "preset"}
)
# The rate of a server that bounds none.
OFF = "off"

# What the production preset chooses, unless a setting says otherwise.
PRODUCTION: dict[str, Any] = {
    "introspection": False,
    "suggestions": False,
    "graphiql": False,
    "development": False,
    "server_timing": False,
    "metrics": "token",
    "log_requests": True,
    "max_cost": 1_000_000,
    "rate": "20000000/minute",
}


class SettingsError(ValueError):
    """A setting that cannot be used; the message says which."""


class Settings(BaseSettings):
    """What a deployment can choose; a variable that is empty chooses nothing."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        allow_inf_nan=False,
    )

    preset: Literal["open", "production"] = Field(
        default="open",
        description="`production`: no introspection, suggestions, GraphiQL, `GRAPH_DEVELOPMENT` or `Server-Timing`; "
        "`GRAPH_MAX_COST` 1000000, `GRAPH_RATE` 20000000/minute, `GRAPH_METRICS` token, `GRAPH_LOG_REQUESTS`; "
        "what is set goes before.",
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="The port to listen on; 0 for any that is free."
    )
    workers: int = Field(default=1, ge=1, le=256, description="How many processes answer.")
    database: str | None = Field(
        default=None,
        repr=False,
        description="The database's URL; built from the data in the user's cache folder where none is given.",
    )
    data: Path | None = Field(
        default=None, description="The data folder; the one that ships with the package by default."
    )
    models: str | None = Field(
        default=None,
        description="An importable module of SQLModel classes to serve instead of the ecosystem's.",
    )
    threads: int = Field(
        default=2,
        ge=1,
        le=64,
        description="How many threads of a process read SQLite: one or two a processor.",
    )
    connections: int = Field(
        default=8, ge=1, le=256, description="How many connections to PostgreSQL a process keeps."
    )
    sql_seconds: float = Field(default=10.0, gt=0, description="How long the SQL of one request may take.")
    request_seconds: float = Field(
        default=30.0, gt=0, description="How long one request may take, its body included."
    )
    answer_cache: int = Field(
        default=33_554_432,
        ge=0,
        description="How many bytes of answers a process keeps to give again; 0 for none.",
    )
    cache_control: str = Field(
        default="no-cache",
        description="The Cache-Control of answers without errors, such as `public, max-age=60`.",
    )
    documents: Path | None = Field(
        default=None,
        description="Trusted documents: a folder of .graphql files, or a manifest of Relay's or Apollo's.",
    )
    only_trusted: bool = Field(default=False, description="Answer trusted documents alone.")
    development: bool = Field(
        default=False,
        description="Tell clients that ask for it the plan, SQL and query plan of an operation.",
    )
    tokens: str = Field(
        default="",
        repr=False,
        description="The tokens of those who may read, or `sha256:` and their hashes, with commas between.",
    )
    origins: str = Field(
        default="",
        description="The origins beside this server's own whose pages may ask, with commas between; `*` for any.",
    )
    watch_seconds: float = Field(
        default=0.5, gt=0, description="How often a new build is looked for while somebody subscribes."
    )
    init_seconds: float = Field(
        default=3.0, gt=0, description="How long a WebSocket may take to initialise its connection."
    )
    idle_seconds: float = Field(
        default=60.0,
        gt=0,
        description="How long a WebSocket may say nothing while nothing runs for it.",
    )
    max_sockets: int = Field(default=1_000, ge=0, description="The most WebSockets of a process.")
    max_subscriptions: int = Field(
        default=50, ge=1, description="The most operations of a WebSocket at once."
    )
    max_messages: int = Field(
        default=100, ge=1, description="The most messages of a WebSocket in a second, on average over ten."
    )
    max_connections: int = Field(
        default=4_096,
        ge=1,
        description="The most connections of a process; fewer where the system allows fewer open files.",
    )
    head_seconds: float = Field(
        default=10.0, gt=0, description="How long a connection may take to send the head of a request."
    )
    keep_alive_seconds: int = Field(
        default=5, ge=1, description="How long a connection stays open on which nothing is asked any more."
    )
    stall_seconds: float = Field(
        default=20.0,
        gt=0,
        description="How long a client may take next to nothing of what is sent to it.",
    )
    proxies: str = Field(
        default="127.0.0.1",
        description="The addresses of proxies whose X-Forwarded-For is believed, with commas between; `*` for any.",
    )
    max_waiting: int = Field(
        default=256,
        ge=0,
        description="The most requests of a process that wait for a thread; more are told to come again.",
    )
    wait_seconds: float = Field(
        default=2.0,
        gt=0,
        description="How long a request may wait for a thread; who is likely to wait half as long, or a quarter as "
        "long before his request begins, is refused at once.",
    )
    rate: str = Field(
        default=OFF,
        description="How many rows the operations of one client may cost, such as `1000000/minute`, or `off`.",
    )
    rate_store: str = Field(
        default="async+memory://",
        repr=False,
        description="Where clients' costs are counted: each process's memory, or `async+redis://…` for all.",
    )
    log_requests: bool = Field(
        default=False, description="Log a line for each request; JSON where no terminal reads."
    )
    log_variables: bool = Field(
        default=False, description="Log the variables of requests, too: they may be private."
    )
    metrics: Literal["open", "token", "off"] = Field(
        default="open",
        description="Who may read `/metrics`: whoever may ask (`open`), holders of a token (`token`), nobody (`off`).",
    )
    metrics_tokens: str = Field(
        default="",
        repr=False,
        description="Tokens that open `/metrics` alone, written like `GRAPH_TOKENS`.",
    )
    metrics_folder: Path | None = Field(
        default=None,
        description="Where processes that serve together add up their metrics; made if missing, and by `--workers`.",
    )
    traces: bool = Field(
        default=False,
        description="Send OpenTelemetry traces; true where `OTEL_EXPORTER_OTLP_ENDPOINT` is set.",
    )
    trace_documents: bool = Field(default=False, description="Put the documents of operations into traces.")
    server_timing: bool = Field(
        default=True,
        description="Tell clients how long each stage took, and whether answers were kept, in `Server-Timing`.",
    )
    introspection: bool = Field(default=True, description="Answer `__schema` and `__type`.")
    suggestions: bool = Field(
        default=True, description="Suggest names of fields and types that look alike in errors."
    )
    graphiql: bool = Field(default=True, description="Serve GraphiQL, and send browsers to it.")
    max_body: int = Field(default=262_144, ge=1024, description="The largest request body, in bytes.")
    max_head: int = Field(
        default=65_536,
        ge=8_192,
        description="The largest head of a request, its address and headers, in bytes.",
    )
    max_tokens: int = Field(default=2_000, ge=10, description="The most tokens of a document.")
    max_depth: int = Field(default=24, ge=1, description="How deep an operation may nest.")
    max_aliases: int = Field(
        default=200,
        ge=0,
        description="The most aliases of an operation, fragments counted where they are spread.",
    )
    max_directives: int = Field(
        default=100, ge=0, description="The most directives of an operation, counted likewise."
    )
    max_fields: int = Field(
        default=2_000, ge=1, description="The most fields of an operation, counted likewise."
    )
    max_fragments: int = Field(default=100, ge=0, description="The most fragments of a document.")
    max_items: int = Field(
        default=1_000, ge=1, description="The most items of a list in the variables of an operation."
    )
    max_values: int = Field(
        default=10_000,
        ge=10,
        description="The most values in the variables of an operation, lists and objects included.",
    )
    max_answer: int = Field(
        default=33_554_432,
        ge=65_536,
        le=1_000_000_000,
        description="The most bytes of what the database answers to one operation.",
    )
    max_cost: int = Field(
        default=10_000_000, ge=1, description="The most rows that an operation could read, by its page sizes."
    )

    @field_validator("rate")
    @classmethod
    def rate_or_off(cls, given: str) -> str:
        """Take no rate for one that is off."""
        return given.strip() or OFF

    @field_validator("tokens", "metrics_tokens")
    @classmethod
    def has_tokens(cls, given: str) -> str:
        """Refuse what would open the data to everybody where somebody wanted to close it."""
        if given and not words(given):
            raise ValueError("has no token in it")
        return given

    @model_validator(mode="before")
    @classmethod
    def choose_preset(cls, given: Any) -> Any:
        """Take the preset's choices where nothing else was said."""
        return {**PRODUCTION, **given} if given.get("preset") == "production" else given

    @model_validator(mode="before")
    @classmethod
    def choose_traces(cls, given: Any) -> Any:
        """Send traces where OpenTelemetry's own variables say where to, unless they are turned off there."""
        return {"traces": asks_for_traces(os.environ), **given}


def asks_for_traces(environment: Mapping[str, str]) -> bool:
    """Whether OpenTelemetry's variables ask for traces."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    if environment.get("OTEL_TRACES_EXPORTER", "otlp") != "otlp":
        return False
    return any(
        environment.get(name)
        for name in ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
    )


def read_settings(**given: Any) -> Settings:
    """The settings, with what is given over what the environment says; SettingsError where one cannot be used."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        told = [
            f"{variable(str(fault['loc'][0]))}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in faults
        ]
        raise SettingsError("; ".join(told)) from None


def variable(name: str) -> str:
    """How a setting is called where it is set: `GRAPH_PORT (--port)`."""
    option = f" (--{name.replace('_', '-')})" if name in OPTIONS else ""
    return f"{PREFIX}{name.upper()}{option}"


def unknown_variables(environment: Iterable[str]) -> Iterator[str]:
    """A line for each variable that is named like a setting and is none, with the setting that looks most like it."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, 1)
            yield f"{name} is no setting{f': did you mean {near[0]}?' if near else ''}"


def words(text: str) -> list[str]:
    """The parts of a setting that is a list, written with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
