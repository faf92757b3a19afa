"""How many rows an answer has, counted in its bytes.

In: a plan; the bytes of its answer. Out: the `Marks` of its rows: bytes that stand where a row begins, and nowhere
else; how often they are there. Never: JSON that is read. A quote inside a text is escaped, so that `{"name":` always
opens an object. Where other objects open alike, what stands before a row tells it from them:

    {"nodes":[{"asPrinted":">90","date":{"asPrinted":"2013"}},{"asPrinted":"213",…

Here it is a bracket or a comma.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.catalogue import Kind
from graph.engine.plan import (
    Aggregate,
    AggregatePart,
    Branch,
    ConnectionPart,
    EdgeNode,
    EdgeNodes,
    EdgePart,
    EdgeRank,
    Edges,
    EdgeSnippet,
    Embedded,
    Found,
    Groups,
    Literal,
    Many,
    ManyPlan,
    Nest,
    Nodes,
    NodesPlan,
    One,
    OnePlan,
    PageInfo,
    Plan,
    Scalar,
    SearchPlan,
    Shape,
    Sum,
    TotalCount,
    TypeName,
)

Part = ConnectionPart | EdgePart | AggregatePart | Found | EdgeNodes | EdgeRank | EdgeSnippet


# Where an object stands: at the root, in a list, or else under a key.
ROOT, LIST = "", "[]"

Opening = tuple[str, bytes]


class Uncountable(Exception):  # noqa: N818 - what a plan is
    """Rows open like something else, or like nothing."""


@dataclass(frozen=True)
class Marks:
    """What tells rows: bytes that stand where one begins, and those with which the answer begins if it is one."""

    anywhere: tuple[bytes, ...] = ()
    first: tuple[bytes, ...] = ()

    def count(self, value: bytes) -> int:
        """How many rows there are in the value of a root field."""
        return sum(map(value.count, self.anywhere)) + value.startswith(self.first)


def row_marks(plan: Plan) -> Marks | None:
    """The marks of a plan's rows; None where something else may look alike."""
    openings = Openings()
    try:
        openings.plan(plan)
        return marks_of(openings.rows, openings.others)
    except Uncountable:
        return None


def marks_of(rows: set[Opening], others: set[Opening]) -> Marks:
    """The shortest marks that no other object has; Uncountable where there are none."""
    anywhere: set[bytes] = set()
    first: set[bytes] = set()
    texts = {text for _, text in rows}
    for where, text in rows:
        if any(alike(text, other) for other in texts - {text}):
            raise Uncountable
        rivals = {place for place, other in others if alike(text, other)}
        if where in rivals:
            raise Uncountable
        if not rivals:
            anywhere.add(text)
        elif where == ROOT:
            first.add(text)
        elif where == LIST:
            anywhere |= {b"[" + text, b"," + text}
        else:
            anywhere.add(b'"%b":%b' % (where.encode(), text))
    return Marks(tuple(sorted(anywhere)), tuple(sorted(first)))


def alike(one: bytes, other: bytes) -> bool:
    """Whether one of two begins with the other."""
    return one.startswith(other) or other.startswith(one)


class Openings:
    """Gathers where the objects of an answer stand and how they open: those that are rows, and all others."""

    def __init__(self) -> None:
        self.rows: set[Opening] = set()
        self.others: set[Opening] = set()

    def plan(self, plan: Plan) -> None:
        """The objects of a root field."""
        match plan:
            case OnePlan():
                self.shapes(ROOT, plan.shape)
            case ManyPlan():
                self.object(ROOT, plan.connection.parts)
            case NodesPlan():
                self.shapes(ROOT if plan.single else LIST, *plan.shapes)
            case SearchPlan():
                self.object(ROOT, plan.parts)

    def shapes(self, where: str, *shapes: Shape) -> None:
        """Rows, and what is nested in them."""
        for shape in shapes:
            for branch in shape.branches:
                self.rows.update((where, text) for text in opened_by(branch))
                for node in branch.nodes:
                    self.part(node)

    def object(self, where: str, parts: Sequence[Part]) -> None:
        """An object that is no row, and what is nested in it."""
        if parts:
            self.others.add((where, opening(parts[0])))
        for part in parts:
            self.part(part)

    def part(self, part: Part) -> None:
        """What the value of a key has in it."""
        match part:
            case Scalar() if part.field.kind is Kind.JSON:
                raise Uncountable
            case One() | EdgeNode():
                self.shapes(part.key, part.shape)
            case EdgeNodes():
                self.shapes(part.key, *part.shapes)
            case Nodes():
                self.shapes(LIST, part.shape)
            case Found() if part.edge is None:
                self.shapes(LIST, *part.shapes)
            case _:
                self.no_row(part)

    def no_row(self, part: Part) -> None:
        """What an object that is no row has in it."""
        match part:
            case Found() if part.edge is not None:
                self.object(LIST, part.edge)
            case Edges() | Groups():
                self.object(LIST, part.parts)
            case Many():
                self.object(part.key, part.connection.parts)
            case Embedded() | Sum():
                self.object(part.key, part.fields)
            case Aggregate() | Nest():
                self.object(part.key, part.parts)
            case PageInfo():
                self.object(part.key, [TotalCount(key) for key, _ in part.fields])


def opened_by(branch: Branch) -> Iterator[bytes]:
    """What opens the rows of a branch: where the first key is the type's name, that of each type."""
    if not branch.nodes:
        raise Uncountable
    first = branch.nodes[0]
    if isinstance(first, TypeName):
        yield from (b'{"%b":"%b"' % (first.key.encode(), name.encode()) for name in branch.types)
    else:
        yield opening(first)


def opening(part: Part) -> bytes:
    """What opens an object whose first key this is, with the value where that is always the same."""
    return b'{"%b":%b' % (part.key.encode(), part.json.encode() if isinstance(part, Literal) else b"")
