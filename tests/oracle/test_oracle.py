"""The oracle itself, held to answers that were worked out by hand from the contract."""

from decimal import Decimal
from typing import Any

from tests.differential.arena import oracle_of
from tests.models.chinook import CHINOOK
from tests.oracle.worlds import World

NAMES = ("é", None, "a", "B", "🦀")
TRACKS = [
    {
        "TrackId": number + 1,
        "Name": f"track {number + 1}",
        "AlbumId": 1 if number < 3 else None,
        "MediaTypeId": 1,
        "GenreId": None,
        "Composer": NAMES[number],
        "Milliseconds": 10 * (number + 1),
        "Bytes": None,
        "UnitPrice": Decimal(price),
    }
    for number, price in enumerate(("0.10", "0.20", "0.30", "1.00", "1.00"))
]
WORLD = World(
    CHINOOK,
    {
        "Artist": [{"ArtistId": 1, "Name": "Bone"}],
        "Album": [{"AlbumId": 1, "Title": "One", "ArtistId": 1}],
        "MediaType": [{"MediaTypeId": 1, "Name": "tape"}],
        "Track": TRACKS,
    },
)


def ask(text: str, **variables: Any) -> Any:
    said = oracle_of(CHINOOK).ask(WORLD, text, variables)
    assert not said.errors
    return said.data


def ids(text: str) -> list[int]:
    data = ask(text)
    return [node["trackId"] for node in data["tracks"]["nodes"]]


def test_text_sorts_by_code_point_and_null_stands_last() -> None:
    assert ids("{ tracks(orderBy: [{ composer: ASC }]) { nodes { trackId } } }") == [4, 3, 1, 5, 2]
    assert ids("{ tracks(orderBy: [{ composer: DESC }]) { nodes { trackId } } }") == [5, 1, 3, 4, 2]
    assert ids("{ tracks(orderBy: [{ composer: DESC_NULLS_FIRST }]) { nodes { trackId } } }") == [
        2,
        5,
        1,
        3,
        4,
    ]


def test_the_key_decides_where_all_else_is_equal() -> None:
    assert ids("{ tracks(orderBy: [{ unitPrice: DESC }]) { nodes { trackId } } }") == [4, 5, 3, 2, 1]


def test_a_comparison_with_null_is_false_and_its_not_is_true() -> None:
    assert ids('{ tracks(where: { composer: { gt: "" } }) { nodes { trackId } } }') == [1, 3, 4, 5]
    assert ids('{ tracks(where: { not: { composer: { gt: "" } } }) { nodes { trackId } } }') == [2]
    assert ids('{ tracks(where: { composer: { ne: "a" } }) { nodes { trackId } } }') == [1, 2, 4, 5]
    assert ids("{ tracks(where: { composer: { notIn: [] } }) { nodes { trackId } } }") == [1, 2, 3, 4, 5]
    assert ids("{ tracks(where: { composer: { in: [] } }) { nodes { trackId } } }") == []


def test_a_filter_through_a_link_to_one_needs_a_row_there_unless_it_asks_for_none() -> None:
    assert ids('{ tracks(where: { album: { title: { ne: "x" } } }) { nodes { trackId } } }') == [1, 2, 3]
    assert ids("{ tracks(where: { album: { isNull: true } }) { nodes { trackId } } }") == [4, 5]
    assert ids("{ tracks(where: { album: {} }) { nodes { trackId } } }") == [1, 2, 3, 4, 5]
    absent_or_one = '{ or: [{ isNull: true }, { title: { eq: "One" } }] }'
    assert ids(f"{{ tracks(where: {{ album: {absent_or_one} }}) {{ nodes {{ trackId }} }} }}") == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_a_page_knows_its_neighbours() -> None:
    flags = "nodes { trackId } pageInfo { hasNextPage hasPreviousPage }"
    first = ask(f"{{ tracks(first: 2) {{ {flags} }} }}")["tracks"]
    last = ask(f"{{ tracks(last: 2) {{ {flags} }} }}")["tracks"]
    assert first == {
        "nodes": [{"trackId": 1}, {"trackId": 2}],
        "pageInfo": {"hasNextPage": True, "hasPreviousPage": False},
    }
    assert last == {
        "nodes": [{"trackId": 4}, {"trackId": 5}],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": True},
    }


def test_decimals_are_summed_exactly_and_their_mean_has_four_digits_more() -> None:
    fields = "{ count sum { unitPrice bytes: size } avg { unitPrice milliseconds } min { composer } max { composer } }"
    data = ask(
        f"{{ albums {{ nodes {{ tracks {{ aggregate {fields} }} }} }} tracks {{ aggregate {fields} }} }}"
    )
    assert data["albums"]["nodes"][0]["tracks"]["aggregate"] == {
        "count": 3,
        "sum": {"unitPrice": "0.6", "bytes": None},
        "avg": {"unitPrice": "0.2", "milliseconds": 20.0},
        "min": {"composer": "a"},
        "max": {"composer": "é"},
    }
    assert data["tracks"]["aggregate"]["avg"] == {"unitPrice": "0.52", "milliseconds": 30.0}


def test_groups_are_in_the_order_of_their_keys_with_null_last() -> None:
    groups = (
        "groups(by: { album: { title: true } }) { keys { album { title } composer } aggregate { count } }"
    )
    assert ask(f"{{ tracks {{ {groups} }} }}")["tracks"]["groups"] == [
        {"keys": {"album": {"title": "One"}, "composer": None}, "aggregate": {"count": 3}},
        {"keys": {"album": {"title": None}, "composer": None}, "aggregate": {"count": 2}},
    ]
