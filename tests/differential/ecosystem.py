"""What random rows of the ecosystem must keep to: one owner, kinds, whole values, one preferred figure.

In: random rows. Out: rows that the ecosystem's tables accept. Never: data of the ecosystem itself.
"""

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper

from graph.models import MODELS
from graph.models.values import BOUNDS
from graph.models.vocabulary import FigureStatus, OrganizationType

OWNERS = {
    "figure": ("organization_id", "facility_id", "group_id", "place_id"),
    "claim": (
        "funding_round_id",
        "listing_id",
        "acquisition_id",
        "facility_id",
        "organization_id",
        "place_id",
    ),
}
VALUES = {
    "Quantity": (("as_printed", "qualifier", "unit"), ("low", "high", "currency")),
    "PartialDate": (("as_printed", "precision"), ("earliest", "latest")),
}


def value_prefixes() -> dict[str, dict[str, str]]:
    """The value types in the columns of each table: table → prefix → type."""
    found: dict[str, dict[str, str]] = {}
    for model in MODELS:
        mapper: Mapper[Any] = sa.inspect(model)
        for prop in mapper.composites:
            found.setdefault(table_of(mapper).name, {})[prop.key] = prop.composite_class.__name__
    return found


def table_of(mapper: Mapper[Any]) -> sa.Table:
    """The table of a class."""
    assert isinstance(mapper.local_table, sa.Table)
    return mapper.local_table


PREFIXES = value_prefixes()


def put_right(
    table: str, row: dict[str, Any], rng: random.Random, tables: Mapping[str, list[dict[str, Any]]]
) -> bool:
    """Make a random row one that its table accepts, where that can be done."""
    for prefix, name in PREFIXES.get(table, {}).items():
        make_whole(row, prefix, name)
        if name == "Quantity" and row[f"{prefix}_qualifier"] is not None:
            make_bounds(row, prefix, rng)
    if table in OWNERS:
        given = [owner for owner in OWNERS[table] if row[owner] is not None]
        if not given:
            return False
        kept = rng.choice(given)
        row.update({owner: None for owner in OWNERS[table] if owner != kept})
    if table == "organization":
        return put_organization_right(row, tables)
    if table == "figure":
        return is_only_preferred(row, tables)
    return True


def make_whole(row: dict[str, Any], prefix: str, name: str) -> None:
    """Make a value absent as a whole where a member is missing that it cannot be without."""
    required, optional = VALUES[name]
    if any(row[f"{prefix}_{member}"] is None for member in required):
        row.update({f"{prefix}_{member}": None for member in (*required, *optional)})


def make_bounds(row: dict[str, Any], prefix: str, rng: random.Random) -> None:
    """Give a quantity the bounds that its qualifier needs, and one of few units."""
    low, high = sorted(row[f"{prefix}_{name}"] or Decimal(rng.randrange(100)) for name in ("low", "high"))
    needs_low, needs_high = BOUNDS[row[f"{prefix}_qualifier"]]
    row[f"{prefix}_low"] = low if needs_low else None
    row[f"{prefix}_high"] = high if needs_high else None
    row[f"{prefix}_unit"] = unit = rng.choice(("EUR", "EUR", "USD", "FTE"))
    row[f"{prefix}_currency"] = unit if unit in ("EUR", "USD") else None


def put_organization_right(row: dict[str, Any], tables: Mapping[str, list[dict[str, Any]]]) -> bool:
    """Give a kind to institutions, and take from others what only companies have."""
    if row["type"] is OrganizationType.INSTITUTION:
        return row["kind"] is not None
    row["kind"] = None
    if row["type"] is not OrganizationType.COMPANY:
        row.update({name: None for name in row if name.startswith("founded_")}, activities=None)
    return True


def is_only_preferred(row: dict[str, Any], tables: Mapping[str, list[dict[str, Any]]]) -> bool:
    """Whether no other figure is the preferred one of the same owner and measure."""
    mark = ("organization_id", "measure")
    if row["organization_id"] is None or not row["preferred"] or row["status"] is not FigureStatus.REPORTED:
        return True
    return not any(
        other["preferred"]
        and other["status"] is FigureStatus.REPORTED
        and all(other[name] == row[name] for name in mark)
        for other in tables["figure"]
    )
