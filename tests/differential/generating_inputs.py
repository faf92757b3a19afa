"""Random values for arguments: filters, orders, groups and scalars, with variables in some places.

In: an input type, pools of values. Out: values as `writing` writes them.
Never: an order by several functions in one object, which does not say which comes first.
"""

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
)
from hypothesis import strategies as st

from tests.differential.writing import Name, Variable


@dataclass
class InputGenerator:
    """Makes values; `draw` is hypothesis's."""

    draw: Any
    schema: GraphQLSchema
    pools: dict[str, list[Any]]
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)

    # --- choosing --------------------------------------------------------------------------------------------------

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred."""
        return bool(self.draw(st.integers(0, 99)) >= 100 - percent)

    def one(self, choices: Any) -> Any:
        """One of several."""
        return self.draw(st.sampled_from(choices))

    def some(self, choices: list[Any], most: int, least: int = 1) -> list[Any]:
        """A few of several, in their order of choice."""
        if not choices:
            return []
        return list(self.draw(st.lists(st.sampled_from(choices), min_size=least, max_size=most, unique=True)))

    def place(self, type_: Any, value: Any) -> Any:
        """A value where it stands, or a variable in its place."""
        return self.variable(str(type_), value) if self.chance(25) else value

    def variable(self, type_: str, value: Any) -> Variable:
        """A variable that holds a value."""
        name = f"v{len(self.variables)}"
        self.variables[name] = (type_, plain(value, self.variables))
        return Variable(name)

    # --- input values ----------------------------------------------------------------------------------------------

    def value(self, type_: Any, depth: int, *, null: int = 4) -> Any:
        """A value of an input type; null in so many of a hundred."""
        if isinstance(type_, GraphQLNonNull):
            return self.value(type_.of_type, depth, null=0)
        if null and self.chance(null):
            return None
        if isinstance(type_, GraphQLList):
            many = self.draw(st.integers(0, 3))
            return [self.value(type_.of_type, depth + 1, null=0) for _ in range(many)]
        if isinstance(type_, GraphQLEnumType):
            return Name(self.one(list(type_.values)))
        if isinstance(type_, GraphQLScalarType):
            return self.one(self.pools[type_.name])
        assert isinstance(type_, GraphQLInputObjectType)
        return self.object(type_, depth)

    def object(self, type_: GraphQLInputObjectType, depth: int) -> dict[str, Any]:
        """An input object: a field or two, in the order of the type."""
        names = self.allowed(type_, depth)
        if type_.is_one_of:
            name = self.one(names)
            return {name: self.inner(type_, name, depth, null=0)}
        if type_.name.endswith("AggregateOrder"):
            # Which of several functions comes first is not said.
            chosen = [self.one([name for name in names if name != "where"])]
            chosen += ["where"] if "where" in names and self.chance(40) else []
        else:
            chosen = self.some(names, 2, 0 if self.chance(4) else 1)
        return {name: self.inner(type_, name, depth, null=4) for name in type_.fields if name in chosen}

    def allowed(self, type_: GraphQLInputObjectType, depth: int) -> list[str]:
        """The fields that can be chosen: leaves alone where it is deep enough."""
        names = list(type_.fields)
        if depth < 5:
            return names
        short = [name for name in names if levels(type_.fields[name].type) == 1]
        flat = [name for name in names if levels(type_.fields[name].type) == 0]
        return short or flat or names

    def inner(self, type_: GraphQLInputObjectType, name: str, depth: int, *, null: int) -> Any:
        """The value of a field of an input object."""
        wanted = type_.fields[name].type
        value = self.value(wanted, depth + 1, null=null)
        if value is not None and self.chance(8):
            text = str(wanted)
            return self.variable(text if not type_.is_one_of or text.endswith("!") else f"{text}!", value)
        return value


def plain(value: Any, variables: dict[str, tuple[str, Any]]) -> Any:
    """A value without variables inside: those are replaced by what they hold."""
    match value:
        case Variable():
            return plain(variables[value.name][1], variables)
        case dict():
            return {name: plain(inner, variables) for name, inner in value.items()}
        case list():
            return [plain(inner, variables) for inner in value]
        case _:
            return value


def levels(type_: Any) -> int:
    """How many objects a value of an input type is made of: none, one of leaves, or more."""
    named = get_named_type(type_)
    if not isinstance(named, GraphQLInputObjectType):
        return 0
    inside = (get_named_type(each.type) for each in named.fields.values())
    return 2 if any(isinstance(each, GraphQLInputObjectType) for each in inside) else 1
