"""SQLModel classes as one immutable map: type → table, field → column, link → join.

In: any list of SQLModel table classes. Out: a `Catalogue`, which every later stage reads instead of the classes.
Never: anything of one dataset. `entities` says what the map is made of, `reading` how it is read off the classes.
"""

from graph.catalogue.entities import (
    Attribute,
    Catalogue,
    CatalogueError,
    Entity,
    Field,
    Kind,
    Link,
    SumRule,
    Value,
)
from graph.catalogue.reading import camel, kind_of, read_catalogue

__all__ = [
    "Attribute",
    "Catalogue",
    "CatalogueError",
    "Entity",
    "Field",
    "Kind",
    "Link",
    "SumRule",
    "Value",
    "camel",
    "kind_of",
    "read_catalogue",
]
