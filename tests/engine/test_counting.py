"""Rows are counted in an answer's bytes; that they are as many as there are is held wherever the oracle is asked."""

import orjson

from graph.engine.counting import Marks, row_marks
from tests.operations.asking import plans


def marks(text: str) -> Marks | None:
    [(_, plan)] = plans(text)
    return row_marks(plan)


def test_rows_are_told_by_the_first_key_of_each_type() -> None:
    text = "{ organizations { nodes { ... on Company { founded { earliest } } name place { id } } } }"
    assert marks(text) == Marks((b'{"founded":', b'{"id":', b'{"name":'))


def test_a_types_name_tells_rows_from_other_objects_that_begin_with_one() -> None:
    text = "{ companies { __typename nodes { __typename amount: fundsRaised { __typename } } } }"
    assert marks(text) == Marks((b'{"__typename":"Company"', b'{"__typename":"Figure"'))


def test_rows_that_open_like_other_objects_are_told_by_what_stands_before_them() -> None:
    text = "{ citations { nodes { asPrinted claim: source { asPrinted: title published { asPrinted } } } } }"
    assert marks(text) == Marks((b'"claim":{"asPrinted":', b',{"asPrinted":', b'[{"asPrinted":'))
    text = '{ fundingRound(id: "FundingRound:1") { asPrinted: label closed { asPrinted } } }'
    assert marks(text) == Marks((), (b'{"asPrinted":',))


def test_rows_that_nothing_tells_from_other_objects_are_not_counted() -> None:
    assert marks("{ companies { edges { name: cursor node { id } } nodes { name } } }") is None
    assert marks("{ companies { nodes { ... on Node { id @skip(if: true) } } } }") is None


def test_what_texts_say_is_no_row() -> None:
    value = orjson.dumps({"nodes": [{"name": '{"name":'}, {"name": "{"}, {"name": None}]})
    assert Marks((b'{"name":',)).count(value) == 3
