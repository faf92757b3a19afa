"""The base class of the ecosystem's tables: SQLModel, with value types and kinds of one table.

In: class statements. Out: mapped SQLModel classes that SQLAlchemy's mapper describes completely, so that
nothing outside this folder has to know how they were declared.
Never: a table, a column or a link of its own.

SQLModel leaves out two things that the mapper underneath can do; this metaclass hands them through:

- *value types*: `amount: Quantity | None = embedded("…")` becomes one column for each member
  (`amount_low`, `amount_high`, …) and a SQLAlchemy composite that reads them as one value;
- *kinds*: `class Company(Organization, table=True)` is a row of its parent's table
  (single-table inheritance), told apart by the parent's `polymorphic_on` column.
"""

from copy import copy
from dataclasses import dataclass, fields
from types import UnionType
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import composite
from sqlmodel import Field, SQLModel
from sqlmodel.main import FieldInfo, SQLModelMetaclass


@dataclass(frozen=True)
class Embedded:
    """A value type in a class statement, before its columns are made."""

    description: str


def embedded(description: str) -> Any:
    """Declare an attribute that holds a value type: its columns are the attribute's name and a member's."""
    return Embedded(description)


def one_owner(*owners: str) -> CheckConstraint:
    """Hold that exactly one of these links is set; `reason` says so to whoever breaks it."""
    owned = " + ".join(f"CASE WHEN {owner}_id IS NULL THEN 0 ELSE 1 END" for owner in owners)
    reason = f"needs exactly one of {', '.join(f'{owner}_id' for owner in owners)}"
    return CheckConstraint(f"{owned} = 1", name="one_owner", info={"reason": reason})


class EntityMeta(SQLModelMetaclass):
    """Make mapped classes out of class statements with value types and kinds in them."""

    def __new__(
        cls, name: str, bases: tuple[type[Any], ...], namespace: dict[str, Any], **options: Any
    ) -> Any:
        """Expand value types into columns; leave inherited columns to the parent's table."""
        parents = table_parents(bases)
        if parents:
            namespace["__tablename__"] = None
        descriptions = expand_embedded(namespace)
        made = super().__new__(cls, name, bases, namespace, **options)
        made.__embedded__ = descriptions
        for parent in parents:
            for column, info in parent.model_fields.items():
                if column in made.__dict__:
                    type.__delattr__(made, column)
                made.__pydantic_fields__[column] = copy(info)
        if parents:
            made.model_rebuild(force=True)
        return made

    def __init__(
        cls, name: str, bases: tuple[type[Any], ...], namespace: dict[str, Any], **options: Any
    ) -> None:
        """Map the class: SQLModel maps a class only while none of its bases says that it is a table."""
        parents = table_parents(bases)
        for parent in parents:
            parent.model_config["table"] = False
        try:
            super().__init__(name, bases, namespace, **options)
        finally:
            for parent in parents:
                parent.model_config["table"] = True
        # A kind of this table must not read its parent's links as columns.
        for link in cls.__sqlmodel_relationships__:
            cls.__annotations__.pop(link, None)


def table_parents(bases: tuple[type[Any], ...]) -> list[type[SQLModel]]:
    """Those of a class's bases that are tables themselves."""
    return [base for base in bases if issubclass(base, SQLModel) and base.model_config.get("table")]


def expand_embedded(namespace: dict[str, Any]) -> dict[str, str]:
    """Put columns and a composite in place of each value type; give the descriptions by attribute name."""
    annotations: dict[str, Any] = {}
    descriptions: dict[str, str] = {}
    for name, annotation in namespace.get("__annotations__", {}).items():
        value = namespace.get(name)
        if not isinstance(value, Embedded):
            annotations[name] = annotation
            continue
        value_type, optional = without_none(annotation)
        columns = {
            f"{name}_{member}": spec for member, spec in members(value_type, optional=optional).items()
        }
        for column, (column_type, info) in columns.items():
            annotations[column] = column_type
            namespace[column] = info
        annotations[name] = ClassVar[Any]
        namespace[name] = composite(value_type, *columns, return_none_on=all_absent)
        descriptions[name] = value.description
    namespace["__annotations__"] = annotations
    return descriptions


def all_absent(*values: Any) -> bool:
    """Whether a value is wholly absent: none of its columns holds anything."""
    return all(value is None for value in values)


def members(value_type: type, *, optional: bool) -> dict[str, tuple[Any, FieldInfo]]:
    """Give each member's column type and column settings; members of an optional value may all be absent."""
    hints = get_type_hints(value_type, include_extras=True)
    found: dict[str, tuple[Any, FieldInfo]] = {}
    for member in fields(value_type):
        hint, *extras = (
            get_args(hints[member.name]) if is_annotated(hints[member.name]) else (hints[member.name],)
        )
        info = copy(next((extra for extra in extras if isinstance(extra, FieldInfo)), Field()))
        bare, may_be_absent = without_none(hint)
        if optional or may_be_absent:
            info.default = None
            bare = bare | None
        found[member.name] = (bare, info)
    return found


def is_annotated(hint: Any) -> bool:
    """Whether a type hint carries settings beside its type."""
    return get_origin(hint) is Annotated


def without_none(annotation: Any) -> tuple[Any, bool]:
    """Give the type of an annotation without None, and whether None was in it."""
    if get_origin(annotation) in (Union, UnionType):
        kept = [each for each in get_args(annotation) if each is not type(None)]
        return kept[0], len(kept) < len(get_args(annotation))
    return annotation, False


class Entity(SQLModel, metaclass=EntityMeta):
    """The base of every table of the ecosystem."""

    __embedded__: ClassVar[dict[str, str]]

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a value type through to its columns; SQLModel knows columns and links only."""
        if any(name in vars(each).get("__embedded__", ()) for each in type(self).__mro__):
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)
