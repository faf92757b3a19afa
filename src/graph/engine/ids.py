"""Node ids: the name of a table's class and the row's key, the same in every build of the same data.

In: key values, or an id that a client sent. Out: an id, or the entity and key values it names.
Never: a look-up. `Organization:celyad`; parts of a composite key are joined by commas, with `~` escaping.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from graph.catalogue import Catalogue, Entity, Kind, kind_of
from graph.engine.values import parse_text

Parts = tuple[Any, ...]


def make_id(entity: Entity, key: Parts) -> str:
    """Make the id of a row from its key values."""
    texts = [key_text(value) for value in key]
    if len(texts) > 1:
        texts = [text.replace("~", "~0").replace(",", "~1") for text in texts]
    return f"{entity.id_prefix}:{','.join(texts)}"


def key_text(value: Any) -> str:
    """A key value as text."""
    if isinstance(value, bytes):
        return value.hex().upper()
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return str(value)


def read_id(catalogue: Catalogue, text: str) -> tuple[Entity, Parts] | None:
    """Tell which row an id names; None where it can name none of this catalogue's."""
    prefix, separator, rest = text.partition(":")
    entity = catalogue.by_prefix.get(prefix)
    if not separator or entity is None:
        return None
    parts = read_key(entity, rest)
    return None if parts is None else (entity, parts)


def read_key(entity: Entity, text: str) -> Parts | None:
    """Read the key values out of an id; None where they are not of the key's types."""
    texts = text.split(",") if len(entity.key) > 1 else [text]
    if len(texts) != len(entity.key):
        return None
    if len(texts) > 1:
        texts = [each.replace("~1", ",").replace("~0", "~") for each in texts]
    try:
        return tuple(
            parse_text(key_kind(column), each) for column, each in zip(entity.key, texts, strict=True)
        )
    except ValueError:
        return None


def key_kind(column: sa.Column[Any]) -> Kind:
    """What a key column holds."""
    return kind_of(column, column.table.name)[0]
