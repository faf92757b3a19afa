"""The questions that find facts: one function for each kind of fact, so that a list of facts reads as a table.

A fact is (what is said, a GraphQL query, the leaves of its answer in the order of the query).
"""

from collections.abc import Sequence
from typing import NamedTuple

# ruff: noqa: E501 - a query is one line

BONE, PROMETHERA, NOVADIP = "bone-therapeutics", "promethera-biosciences", "novadip-biosciences"
MASTHERCELL, JOINT, FIVE = "masthercell", "orgenesis-masthercell", "cell-therapy-companies"
YES = ["YES", None, None, "UNKNOWN", "yes or no"]


class Fact(NamedTuple):
    """One thing said, the query that finds it, and the leaves of the answer."""

    said: str
    query: str
    leaves: Sequence[object]


QUANTITY = "quantity { asPrinted low high qualifier unit }"


def exact(printed: str, number: str, unit: str) -> list[object]:
    return [printed, number, number, "EXACT", unit]


def about(printed: str, number: str, unit: str) -> list[object]:
    return [printed, number, number, "ABOUT", unit]


def more_than(printed: str, number: str, unit: str) -> list[object]:
    return [printed, number, None, "MORE_THAN", unit]


def figure(
    root: str, slug: str, measure: str, leaves: Sequence[object], extra: str = ""
) -> tuple[str, Sequence[object]]:
    """Ask an organization, group or place for its figures of one measure."""
    return (
        f'{{ {root}(slug: "{slug}") {{ figures(where: {{measure: {{eq: {measure}}}}}) {{ nodes {{ {QUANTITY} {extra} }} }} }} }}',
        leaves,
    )


def area(slug: str, status: str, leaves: Sequence[object], extra: str = "") -> tuple[str, Sequence[object]]:
    """Ask a company for the areas of its manufacturing facilities."""
    where = f"{{measure: {{eq: AREA}}, status: {{eq: {status}}}}}"
    return (
        (
            f'{{ company(slug: "{slug}") {{ facilities(where: {{kind: {{eq: MANUFACTURING}}}}) '
            f"{{ nodes {{ figures(where: {where}) {{ nodes {{ {QUANTITY} {extra} }} }} }} }} }} }}"
        ),
        leaves,
    )


def preferred(slug: str, name: str, leaves: list[object]) -> tuple[str, Sequence[object]]:
    """Ask a company for the one figure to show."""
    return f'{{ company(slug: "{slug}") {{ {name} {{ {QUANTITY} }} }} }}', leaves


def phase(slug: str, *leaves: object) -> tuple[str, Sequence[object]]:
    """Ask a company for what the table gives as phase and market year."""
    return (
        (
            f'{{ company(slug: "{slug}") {{ programmes(where: {{name: {{isNull: true}}}}) '
            "{ nodes { stage stageText marketYear { asPrinted earliest latest } } } } }"
        ),
        list(leaves),
    )


def founded(slug: str, year: int) -> tuple[str, Sequence[object]]:
    """Ask a company for its founding year."""
    return (
        f'{{ company(slug: "{slug}") {{ founded {{ asPrinted earliest latest precision }} }} }}',
        [str(year), f"{year}-01-01", f"{year}-12-31", "YEAR"],
    )


def discrepancy(printed: str, computed: str | None, figures: int) -> tuple[str, Sequence[object]]:
    """Ask for the explanation of a printed value."""
    return (
        (
            f'{{ discrepancies(where: {{printed: {{eq: "{printed}"}}}}) '
            "{ nodes { printed computed figures { totalCount } } } }"
        ),
        [printed, computed, figures],
    )


def claim(
    owner: str, link: str, which: str, aspect: str, values: str, *leaves: object
) -> tuple[str, Sequence[object]]:
    """Ask what further sources say of a company's rounds, listings, acquisitions or of itself."""
    claims = f"claims(where: {{aspect: {{eq: {aspect}}}}}) {{ nodes {{ {values} citation {{ source {{ title }} }} }} }}"
    inner = f"{link}{which} {{ nodes {{ {claims} }} }}" if link else claims
    return f"{{ {owner} {{ {inner} }} }}", list(leaves)


def group(slug: str, count: Sequence[object], *members: object) -> tuple[str, Sequence[object]]:
    """Ask a group for its stated count beside the members that are listed."""
    return (
        (
            f'{{ group(slug: "{slug}") {{ statedCount {{ asPrinted low high qualifier unit }} '
            "members(orderBy: [{slug: ASC}]) { nodes { slug } } } }"
        ),
        [*count, *members],
    )


def listings(exchange: str, *leaves: object) -> tuple[str, Sequence[object]]:
    """Ask an exchange who was listed there, and when."""
    return (
        (
            f'{{ institution(slug: "{exchange}") {{ listings(orderBy: [{{id: ASC}}]) '
            "{ nodes { company { slug } listed { asPrinted earliest latest } amount { low } } } } }"
        ),
        list(leaves),
    )


def spinoffs(slug: str, *leaves: object) -> tuple[str, Sequence[object]]:
    """Ask a university for its spin-offs with the source of each."""
    return (
        (
            f'{{ university(slug: "{slug}") {{ spinoffs(orderBy: [{{slug: ASC}}]) '
            "{ edges { citation { source { title kind } } node { slug } } } } }"
        ),
        list(leaves),
    )


def round_(slug: str, ordinal: int, investors: list[str], *leaves: object) -> tuple[str, Sequence[object]]:
    """Ask a company for one of its rounds and the investors in it."""
    return (
        (
            f'{{ company(slug: "{slug}") {{ fundingRounds(where: {{ordinal: {{eq: {ordinal}}}}}) {{ nodes {{ amount {{ low high }} '
            "closed { asPrinted } investors(orderBy: [{slug: ASC}]) { nodes { slug } } } } } }"
        ),
        [*leaves, *investors],
    )


def ror(slug: str, value: str) -> tuple[str, Sequence[object]]:
    """Ask a university for its identifier."""
    return (
        f'{{ university(slug: "{slug}") {{ identifiers {{ nodes {{ scheme value uri }} }} }} }}',
        ["ROR", value, f"https://ror.org/{value}"],
    )
