"""A workbench for Strawberry types that refer to each other in circles.

In: names and fields. Out: decorated classes. Never: a type decorated before its fields are known.

A class is made when its name is first asked for, gets its fields later, and is decorated when all are there.
"""

import keyword
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
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
        for field in fields:
            if field.type_annotation is not None:
                made.__annotations__[field.python_name] = field.type_annotation.annotation
            setattr(made, field.python_name, field)
        if input_:
            self.finish.append(
                lambda: strawberry.input(made, name=name, description=description, one_of=one_of or None)
            )
        elif interface:
            self.finish.append(lambda: strawberry.interface(made, name=name, description=description))
        else:
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


def output(
    name: str, annotation: Any, description: str | None = None, arguments: Sequence[Argument] = ()
) -> StrawberryField:
    """A field of an object or interface."""
    field = StrawberryField(
        python_name=python_name(name),
        graphql_name=name,
        type_annotation=StrawberryAnnotation(annotation),
        description=description,
    )
    field.arguments = [
        StrawberryArgument(
            python_name=python_name(each.name),
            graphql_name=each.name,
            type_annotation=StrawberryAnnotation(each.annotation),
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
        type_annotation=StrawberryAnnotation(annotation | None),
        description=description,
        default=strawberry.UNSET,
    )
