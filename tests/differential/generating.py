"""Random operations for any schema of this server: hypothesis walks the types and makes a document with variables.

In: a schema, pools of values. Out: `Operation`s that are valid, and that every server must answer alike.
Never: fields whose keys could conflict: a field with arguments has an alias of its own.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)
from hypothesis import strategies as st

from tests.differential.generating_inputs import InputGenerator
from tests.differential.systematic import ELSEWHERE
from tests.differential.writing import sent, with_arguments, written


@dataclass
class Operation:
    """A document and its variables."""

    text: str
    variables: dict[str, Any]


@dataclass
class Generator(InputGenerator):
    """Makes one operation."""

    fragments: list[tuple[str, str, str]] = field(default_factory=list)
    aliases: int = 0
    budget: int = 40

    # --- the document ----------------------------------------------------------------------------------------------

    def operation(self) -> Operation:
        """A whole document."""
        query = self.schema.query_type
        assert query is not None
        selections = " ".join(self.root(query) for _ in range(self.draw(st.integers(1, 3))))
        if self.chance(10):
            selections += " __typename"
        fragments = "\n".join(f"fragment {name} on {on} {{ {body} }}" for name, on, body in self.fragments)
        definitions, given = self.definitions(set(re.findall(r"\$(v[0-9]+)", selections + fragments)))
        return Operation(f"query {definitions}{{ {selections} }}\n{fragments}", given)

    def definitions(self, used: set[str]) -> tuple[str, dict[str, Any]]:
        """The definitions of variables, and those that are given: some are left to their defaults, or out."""
        texts: list[str] = []
        given: dict[str, Any] = {}
        for name, (type_, value) in self.variables.items():
            if name not in used:
                continue
            default = f" = {written(value)}" if self.chance(25) else ""
            may_be_absent = default or not type_.endswith("!")
            if not may_be_absent or self.chance(50 if default else 90):
                given[name] = sent(value)
            texts.append(f"${name}: {type_}{default}")
        return (f"Q({', '.join(texts)}) " if texts else ""), given

    def root(self, query: GraphQLObjectType) -> str:
        """A root field."""
        plural = [name for name, each in query.fields.items() if "where" in each.args]
        name = self.one(plural)
        if self.chance(20):
            name = self.one([each for each in query.fields if each not in plural and each not in ELSEWHERE])
        return self.field(query, name, query.fields[name], depth=0)

    # --- selections ------------------------------------------------------------------------------------------------

    def selections(self, type_: Any, depth: int) -> str:
        """What is selected of a type."""
        self.budget -= 1
        parts = [self.selection(type_, depth) for _ in range(self.draw(st.integers(1, 3)))]
        return " ".join(part for part in parts if part) or "__typename"

    def selection(self, type_: Any, depth: int) -> str:
        """A field, a fragment, or the name of the type."""
        chosen = self.draw(st.integers(0, 99))
        if chosen < 6:
            return f"__typename{self.directives()}"
        if chosen < 14 and depth < 6:
            return f"...{self.directives()} {{ {self.selections(type_, depth + 1)} }}"
        if chosen < 20 and depth < 6:
            return self.spread(type_, depth)
        if isinstance(type_, GraphQLInterfaceType) and chosen < 55:
            return self.narrowed(type_, depth)
        return self.any_field(type_, depth)

    def any_field(self, type_: Any, depth: int) -> str:
        """A field that the depth and the budget allow."""
        deep = depth > 7 or self.budget <= 0
        names = [name for name, each in type_.fields.items() if not deep or is_leaf(each)]
        if not names:
            return "__typename"
        name = self.one(names)
        return self.field(type_, name, type_.fields[name], depth)

    def narrowed(self, type_: GraphQLInterfaceType, depth: int) -> str:
        """A fragment on a type that implements the interface; all its keys are its own."""
        concrete = self.one(
            [*self.schema.get_possible_types(type_), *self.schema.get_implementations(type_).interfaces]
        )
        parts = [
            self.field(concrete, name, concrete.fields[name], depth + 1, aliased=True)
            for name in self.some(list(concrete.fields), 3)
            if self.budget > 0 or is_leaf(concrete.fields[name])
        ]
        return f"... on {concrete.name}{self.directives()} {{ {' '.join(parts) or '__typename'} }}"

    def spread(self, type_: Any, depth: int) -> str:
        """A named fragment: one that is there already, or a new one."""
        known = [name for name, on, _ in self.fragments if on == type_.name]
        if known and self.chance(50):
            return f"...{self.one(known)}{self.directives()}"
        body = self.selections(type_, depth + 1)
        name = f"F{len(self.fragments)}"
        self.fragments.append((name, type_.name, body))
        return f"...{name}{self.directives()}"

    def directives(self) -> str:
        """@skip or @include, now and then."""
        if not self.chance(8):
            return ""
        value: Any = self.chance(70)
        name = self.one(("skip", "include"))
        if self.chance(50):
            value = self.variable("Boolean!", value)
        return f" @{name}(if: {written(value)})"

    def field(
        self, parent: Any, name: str, definition: GraphQLField, depth: int, *, aliased: bool = False
    ) -> str:
        """A field with arguments and selections; one with arguments may stand twice, with other selections."""
        arguments = self.arguments(name, definition)
        alias = ""
        if arguments or aliased or self.chance(8):
            self.aliases += 1
            alias = f"{self.one(('a', 'nodes', 'id', name))}_{self.aliases}: "
        head = f"{alias}{with_arguments(name, arguments)}{self.directives()}"
        named = get_named_type(definition.type)
        if not isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            return head
        made = f"{head} {{ {self.selections(named, depth + 1)} }}"
        if self.chance(8) and not head.endswith(")"):
            made += f" {head} {{ {self.selections(named, depth + 1)} }}"
        return made

    # --- arguments -------------------------------------------------------------------------------------------------

    def arguments(self, name: str, definition: GraphQLField) -> dict[str, Any]:
        """The arguments of a field."""
        if "where" in definition.args:
            return self.connection_arguments(definition)
        if "by" in definition.args:
            return self.group_arguments(definition)
        required = [
            each for each, argument in definition.args.items() if isinstance(argument.type, GraphQLNonNull)
        ]
        chosen = required or self.some(list(definition.args), 2 if self.chance(10) else 1)
        return {each: self.argument(definition, each) for each in chosen}

    def argument(self, definition: GraphQLField, name: str) -> Any:
        """A value for an argument."""
        type_ = definition.args[name].type
        return self.place(type_, self.value(type_, 0, null=0))

    def connection_arguments(self, definition: GraphQLField) -> dict[str, Any]:
        """Filters, orders and a page."""
        found: dict[str, Any] = {}
        if self.chance(45):
            found["where"] = self.argument(definition, "where")
        if self.chance(40):
            found["orderBy"] = self.argument(definition, "orderBy")
        if self.chance(35):
            size = self.one((0, 1, 2, 3, 5, 500))
            found[self.one(("first", "last"))] = self.place("Int", size)
        return found

    def group_arguments(self, definition: GraphQLField) -> dict[str, Any]:
        """What to group by, and perhaps more."""
        found = {"by": self.argument(definition, "by")}
        for name in ("having", "orderBy"):
            if self.chance(30):
                found[name] = self.argument(definition, name)
        if self.chance(15):
            found["first"] = self.one((0, 1, 2, 500))
        return found


def is_leaf(definition: GraphQLField) -> bool:
    """Whether a field has no selections."""
    return not isinstance(get_named_type(definition.type), GraphQLObjectType | GraphQLInterfaceType)


@st.composite
def operations(draw: Any, schema: GraphQLSchema, values: dict[str, list[Any]]) -> Operation:
    """Random operations over a schema."""
    return Generator(draw, schema, values).operation()
