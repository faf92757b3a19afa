"""The table that search reads: the text of every row, with its words folded.

In: a connection to a database that holds the rows, the catalogue of its models. Out: the table `search`.
Never: a column of one entity by name: what is searched is every text that the catalogue has.

A row of `search` says which entity's table a text is from, which type its row is of, the row's key as a JSON array,
the text as it stands, and its words folded (title and text apart, for ranking).
"""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select, text
from sqlmodel import SQLModel

from graph.catalogue import Entity, Kind, kind_of, read_catalogue
from graph.search_text import folded

SQLITE = (
    (
        "CREATE VIRTUAL TABLE search USING fts5(entity UNINDEXED, type UNINDEXED, key UNINDEXED, text, title, words, "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    ),
)
POSTGRESQL = (
    "DROP TABLE IF EXISTS search",
    (
        "CREATE TABLE search (entity text, type text, key text, text text, title text, words text, terms tsvector "
        "GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', words)) STORED)"
    ),
    "CREATE INDEX search_terms ON search USING gin (terms)",
)
BATCH = 10_000
INSERT = text(
    "INSERT INTO search (entity, type, key, text, title, words) VALUES (:entity, :type, :key, :text, :title, :words)"
)


def create_search(connection: Connection, models: Sequence[type[SQLModel]]) -> None:
    """Make the table and fill it from the rows that are there."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.execute(text(statement))
    catalogue = read_catalogue(models)
    for entity in catalogue.by_prefix.values():
        kinds = {
            str(getattr(kind.identity, "value", kind.identity)): kind
            for kind in map(catalogue.entities.__getitem__, entity.kinds)
        }
        found = rows_of(connection, entity, kinds)
        while batch := list(islice(found, BATCH)):
            connection.execute(INSERT, batch)


def rows_of(connection: Connection, entity: Entity, kinds: dict[str, Entity]) -> Iterator[dict[str, Any]]:
    """The search rows of one table."""
    texts = [
        field for each in (entity, *kinds.values()) for field in each.fields if field.kind is Kind.STRING
    ]
    columns = list(dict.fromkeys(field.column for field in texts))
    if not columns:
        return
    discriminator = [entity.discriminator] if entity.discriminator is not None else []
    more = texts_of_links(connection, entity)
    for row in connection.execute(select(*entity.key, *discriminator, *columns)):
        values = list(row)
        key = values[: len(entity.key)]
        kind = values[len(entity.key)] if discriminator else None
        shown = [str(value) for value in values[len(entity.key) + len(discriminator) :] if value]
        shown += more.get(key[0], [])
        if shown:
            yield {
                "entity": entity.name,
                "type": kinds[str(getattr(kind, "value", kind))].name if kinds else entity.name,
                "key": json.dumps(key, default=str),
                "text": " · ".join(dict.fromkeys(shown)),
                "title": folded(title_of(entity, columns, values[len(entity.key) + len(discriminator) :])),
                "words": folded(" ".join(shown)),
            }


def texts_of_links(connection: Connection, entity: Entity) -> dict[Any, list[str]]:
    """The texts of linked rows that belong to a row itself, by its key: a class names such links in `__found_by__`."""
    found: dict[Any, list[str]] = {}
    for link in entity.links:
        if link.prop.key not in getattr(link.prop.parent.class_, "__found_by__", ()):
            continue
        [(_, reference)] = link.prop.local_remote_pairs or []
        target = [
            column for column in link.prop.mapper.columns if kind_of(column, entity.name)[0] is Kind.STRING
        ]
        texts = [column for column in target if not column.primary_key and not column.foreign_keys]
        for row in connection.execute(select(reference, *texts)):
            found.setdefault(row[0], []).extend(str(value) for value in row[1:] if value)
    return found


def title_of(entity: Entity, columns: list[Any], values: list[Any]) -> str:
    """What a row is called: its first text that is not an address."""
    unique = {field.column for field in entity.unique_fields}
    return next(
        (str(value) for column, value in zip(columns, values, strict=True) if value and column not in unique),
        "",
    )
