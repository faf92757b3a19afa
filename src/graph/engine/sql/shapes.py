"""Rows as JSON in SQL, where the rows of one table are of several types.

In: a row's scope, its `Shape`. Out: an expression of its JSON.
Never: the same keys once for each type: what types have in common is written once, and between it, for each type,
what is its own. Types nested in types would double the statement at every level otherwise.

    concat('{"id":',…,CASE WHEN row.type='COMPANY' THEN concat(',"facilities":',…) ELSE '' END,',"name":',…,'}')
"""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from graph.engine.dialects.base import Expression, Piece, verbatim
from graph.engine.plan import Branch, Node, Shape
from graph.engine.sql.rows import Scope, of_kind

if TYPE_CHECKING:
    from graph.engine.sql.writer import Writer

# Texts of some types; the last one of several is that of all other types.
ByType = list[tuple[tuple[str, ...], Expression]]


def write_shape(writer: "Writer", scope: Scope, shape: Shape) -> Expression:
    """A row as JSON; where its types differ, by the column that tells them apart."""
    branches = shape.branches
    if len(branches) <= 1:
        return writer.object(scope, branches[0].nodes) if branches else verbatim("{}")
    shared = shared_nodes(branches)
    if not shared:
        return by_type(writer, scope, [(each.types, writer.object(scope, each.nodes)) for each in branches])
    runs = [(each.types, runs_between(each.nodes, shared)) for each in branches]
    pieces: list[Piece] = ["{", *write_runs(writer, scope, runs, 0)]
    for number, node in enumerate(shared):
        pieces += [f'{"," if number else ""}"{node.key}":', writer.written(scope, node)]
        pieces += write_runs(writer, scope, runs, number + 1)
    return writer.dialect.join([*pieces, "}"])


def write_runs(
    writer: "Writer", scope: Scope, runs: list[tuple[tuple[str, ...], list[tuple[Node, ...]]]], number: int
) -> list[Piece]:
    """What types have of their own at one place between the shared keys; nothing where none has anything."""
    own = [(types, found[number]) for types, found in runs if found[number]]
    if not own:
        return []
    texts: ByType = [(types, write_run(writer, scope, nodes, leading=number > 0)) for types, nodes in own]
    if len(own) < len(runs):
        texts.append(((), verbatim("")))
    return [by_type(writer, scope, texts)]


def write_run(writer: "Writer", scope: Scope, nodes: tuple[Node, ...], *, leading: bool) -> Expression:
    """Some keys of an object, with the comma that parts them from what stands before, or behind, them."""
    before, behind = (",", "") if leading else ("", ",")
    pairs = ((f'{before}"{node.key}":', writer.written(scope, node), behind) for node in nodes)
    return writer.dialect.join([piece for pair in pairs for piece in pair])


def by_type(writer: "Writer", scope: Scope, texts: ByType) -> Expression:
    """The text of a row's type."""
    cases = [(is_one_of(writer, scope, types), text) for types, text in texts[:-1]]
    return sa.case(*cases, else_=texts[-1][1]) if cases else texts[-1][1]


def is_one_of(writer: "Writer", scope: Scope, types: tuple[str, ...]) -> Expression:
    """Whether a row is of one of these types."""
    kinds = [writer.catalogue.entities[name] for name in types]
    return sa.or_(*(condition for kind in kinds for condition in of_kind(scope, kind)))


def shared_nodes(branches: tuple[Branch, ...]) -> tuple[Node, ...]:
    """The nodes that every branch has, as far as they stand in the same order in all."""
    first, *others = branches
    places = [{node.key: (place, node) for place, node in enumerate(each.nodes)} for each in others]
    last = [-1] * len(others)
    found: list[Node] = []
    for node in first.nodes:
        met = [known.get(node.key, (-1, None)) for known in places]
        if all(place > before and same == node for (place, same), before in zip(met, last, strict=True)):
            found.append(node)
            last = [place for place, _ in met]
    return tuple(found)


def runs_between(nodes: tuple[Node, ...], shared: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """What stands before, between and behind the shared nodes: one run more than there are of those."""
    runs: list[list[Node]] = [[]]
    keys = {node.key for node in shared}
    for node in nodes:
        if node.key in keys:
            runs.append([])
        else:
            runs[-1].append(node)
    return [tuple(run) for run in runs]
