"""A workbench for Strawberry types that refer to each other in circles.

In: names and fields. Out: decorated classes. Never: a type decorated before its fields are known.

A class is made when its name is first asked for, gets its fields later, and is decorated when all are there.

Most classes are only names for definitions: nobody makes an instance of them. Those get their definition as it
is, without the methods that `strawberry.type` writes, which takes half the time and a third less memory. Classes
that inherit from a deployment's own go through the decorator.
"""

import keyword
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema_directives import OneOf
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField


@dataclass(frozen=True)
class Argument:
    """An argument of a field."""

    name: str
    annotation: Any
    description: str


class Workbench:
    """Makes the classes of one schema."""

    def __init__(self) -> None:
        self.classes: dict[str, type] = {}
        self.claimed: set[str] = set()
        self.finish: list[Callable[[], object]] = []

    def first(self, name: str) -> bool:
        """Whether this is the first to ask: who is told so completes the class."""
        if name in self.claimed:
            return False
        self.claimed.add(name)
        return True

    def begin(self, name: str, bases: Sequence[type] = ()) -> type:
        """The class of this name, made empty when it is first asked for."""
        if name not in self.classes:
            self.classes[name] = type(name, tuple(bases), {"__annotations__": {}, "__module__": __name__})
        return self.classes[name]

    def complete(
        self,
        name: str,
        fields: Sequence[StrawberryField],
        *,
        description: str | None = None,
        interface: bool = False,
        input_: bool = False,
        one_of: bool = False,
    ) -> type:
        """Give a class its fields; it is decorated when all are complete."""
        made = self.begin(name)

        def finish() -> None:
            bases = [base.__strawberry_definition__ for base in made.__mro__[1:-1]]  # type: ignore[attr-defined]
            inherited = {each.python_name: each for base in reversed(bases) for each in base.fields}
            for field in fields:
                field.origin = made
            own = {each.python_name: each for each in fields}
            made.__strawberry_definition__ = StrawberryObjectDefinition(  # type: ignore[attr-defined]
                name=name,
                is_input=input_,
                is_interface=interface,
                origin=made,
                description=description,
                interfaces=[base for base in bases if base.is_interface],
                extend=False,
                directives=(OneOf(),) if one_of else (),
                is_type_of=None,
                resolve_type=None,
                fields=list({**inherited, **own}.values()),
            )

        self.finish.append(finish)
        return made

    def extend(
        self, name: str, base: type | None, fields: Sequence[StrawberryField], description: str
    ) -> type:
        """A class with the fields of a deployment's own class, if it has one, and these."""
        made = self.begin(name, (base,) if base else ())
        for field in fields:
            if field.type_annotation is not None:
                made.__annotations__[field.python_name] = field.type_annotation.annotation
            setattr(made, field.python_name, field)
        self.finish.append(lambda: strawberry.type(made, name=name, description=description))
        return made

    def decorate(self) -> None:
        """Decorate what was completed, in that order: an interface before the types that implement it."""
        for each in self.finish:
            each()
        self.finish.clear()


def python_name(name: str) -> str:
    """A GraphQL name as a Python attribute."""
    return f"{name}_" if keyword.iskeyword(name) else name


@lru_cache(maxsize=2048)
def resolved(annotation: Any) -> StrawberryAnnotation:
    """An annotation in Strawberry's form, read once however many fields and arguments have it."""
    made = StrawberryAnnotation(annotation)
    made.resolve()
    return made


def output(
    name: str, annotation: Any, description: str | None = None, arguments: Sequence[Argument] = ()
) -> StrawberryField:
    """A field of an object or interface."""
    field = StrawberryField(
        python_name=python_name(name),
        graphql_name=name,
        type_annotation=resolved(annotation),
        description=description,
    )
    field.arguments = [
        StrawberryArgument(
            python_name=python_name(each.name),
            graphql_name=each.name,
            type_annotation=resolved(each.annotation),
            description=each.description,
        )
        for each in arguments
    ]
    return field


def input_field(name: str, annotation: Any, description: str | None = None) -> StrawberryField:
    """An optional field of an input object."""
    return StrawberryField(
        python_name=python_name(name),
        graphql_name=name,
        type_annotation=resolved(annotation | None),
        description=description,
        default=strawberry.UNSET,
    )
