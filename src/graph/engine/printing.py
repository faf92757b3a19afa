"""Plans and statements as text to read: for `explain`, and for tests that compare them.

In: a plan, SQL text. Out: a tree with a line for each part, SQL with a line for each clause and key.
Never: a meaning of its own: any dataclass is printed by its fields, those with their default left out.

    ManyPlan
      connection: Connection(entity=Source)
        page: Page(mark='53f0da40')
          order: [OrderKey(operand=Key(), nullable=False)]
          limit: Param(value=50, encoding='page')
        parts:
          Nodes(key='nodes')
            shape: Shape(entity=Source)
              Branch(types=['Source'])
                Scalar(key='title', field=title)
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from typing import Any

from graph.catalogue import Entity, Link, Value
from graph.catalogue import Field as Column

WIDTH = 100
INDENT = "  "

# --- plans ---------------------------------------------------------------------------------------------------------


def plan_tree(plan: Any) -> str:
    """A plan as a tree of indented lines; what fits on one line stands on one."""
    return "\n".join(write_tree(plan, ""))


def write_tree(part: Any, indent: str, label: str = "") -> Iterator[str]:
    """The lines of one part: a single one where it fits."""
    line = f"{indent}{label}{write_inline(part)}"
    if len(line) <= WIDTH or not is_nested(part):
        yield line
    elif isinstance(part, tuple):
        yield f"{indent}{label.rstrip()}"
        for item in part:
            yield from write_tree(item, indent + INDENT)
    else:
        yield from write_part(part, indent, label)


def write_part(part: Any, indent: str, label: str) -> Iterator[str]:
    """The lines of a dataclass: plain fields beside its name, the others below it; a list alone needs no name."""
    shown = list(shown_fields(part))
    plain = [(name, value) for name, value in shown if not is_nested(value)]
    nested = [(name, value) for name, value in shown if is_nested(value)]
    yield f"{indent}{label}{type(part).__name__}{f'({write_fields(plain)})' if plain else ''}"
    if len(nested) == 1 and isinstance(nested[0][1], tuple):
        for item in nested[0][1]:
            yield from write_tree(item, indent + INDENT)
        return
    for name, value in nested:
        yield from write_tree(value, indent + INDENT, f"{name}: ")


def write_inline(part: Any) -> str:
    """A part on one line."""
    if isinstance(part, Entity | Link | Value | Column):
        return f"{part.source}.{part.name}" if isinstance(part, Link) else part.name
    if isinstance(part, Enum):
        return repr(part.value)
    if is_dataclass(part):
        return f"{type(part).__name__}({write_fields(shown_fields(part))})"
    if isinstance(part, tuple):
        return f"[{', '.join(map(write_inline, part))}]"
    return repr(part)


def write_fields(shown: Iterable[tuple[str, Any]]) -> str:
    """Fields with their names, on one line."""
    return ", ".join(f"{name}={write_inline(value)}" for name, value in shown)


def shown_fields(part: Any) -> Iterator[tuple[str, Any]]:
    """The fields that make a part what it is: those compared, unless they have their default."""
    for each in fields(part):
        value = getattr(part, each.name)
        if each.compare and not is_default(each, value):
            yield each.name, value


def is_default(each: "Field[Any]", value: Any) -> bool:
    """Whether a field has the value that it would have unsaid."""
    return value is None or (each.default is not MISSING and value == each.default)


def is_nested(value: Any) -> bool:
    """Whether a value can have lines of its own: names of the catalogue and plain values cannot."""
    if isinstance(value, tuple):
        return any(is_nested(item) for item in value)
    return is_dataclass(value) and not isinstance(value, Entity | Link | Value | Column)


# --- SQL -----------------------------------------------------------------------------------------------------------

TOKEN = re.compile(
    r"""(?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")"""
    r"""|(?P<clause>\b(?:SELECT|FROM|WHERE|GROUP\s+BY|HAVING|ORDER\s+BY|LIMIT|UNION\s+ALL|WITH"""
    r"""|(?:LEFT\s+(?:OUTER\s+)?|CROSS\s+)?JOIN)\b)"""
    r"""|(?P<space>\s+)"""
    r"""|(?P<other>\w+|.)""",
    re.VERBOSE | re.DOTALL,
)
KEY = re.compile(r"""'[,{\[]*"[^"]*":[{\["]*'""")


def pretty_sql(sql: str) -> str:
    """SQL with a line for each clause of a query and each key of a JSON object; nothing but white space changes."""
    lines = SQLPrinter().write(sql).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())


class Inside(Enum):
    """What an open parenthesis holds, as far as that is known."""

    PLAIN = "plain"
    QUERY = "query"
    OBJECT = "object"


class SQLPrinter:
    """Writes SQL token by token; queries and JSON objects are indented."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.open: list[Inside] = []

    def write(self, sql: str) -> str:
        """The whole statement."""
        for token in TOKEN.finditer(sql):
            kind, text = token.lastgroup, token.group()
            if kind == "clause":
                self.clause(text)
            elif kind == "text" and KEY.fullmatch(text) and self.open:
                self.key(text)
            elif text == "(":
                self.open.append(Inside.PLAIN)
                self.written.append(text)
            elif text == ")":
                self.close()
            else:
                self.written.append(" " if kind == "space" else text)
        return "".join(self.written)

    def clause(self, text: str) -> None:
        """Begin a clause on a line of its own; what looks like one among a function's arguments is none."""
        text = " ".join(text.split())
        if self.open and text in ("SELECT", "WITH") and self.written[-1] == "(":
            self.open[-1] = Inside.QUERY
        if self.open and self.open[-1] is not Inside.QUERY:
            self.written.append(text)
        else:
            self.line(text)

    def key(self, text: str) -> None:
        """Begin a key of an object on a line of its own, inside the function that joins the object."""
        if self.open[-1] is Inside.PLAIN:
            self.open[-1] = Inside.OBJECT
        self.line(text)

    def close(self) -> None:
        """Close a parenthesis; after a query, on a line of its own."""
        if self.open and self.open.pop() is Inside.QUERY:
            self.line(")")
        else:
            self.written.append(")")

    def line(self, text: str) -> None:
        """Begin a line, as deep as it stands in queries and objects."""
        depth = sum(inside is not Inside.PLAIN for inside in self.open)
        self.written.append(f"\n{INDENT * depth}{text}")
