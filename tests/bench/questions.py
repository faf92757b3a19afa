"""What every contender is asked: the same three answers, as GraphQL and as the SQL that one would write by hand.

In: nothing. Out: `Question`s. Never: a server.

Written by hand means, on SQLite, `json_object` and `json_group_array`, rows ordered in a derived table; `json()`
around a scalar subquery, because SQLite builds with strict subtypes forget there that text is JSON. On PostgreSQL it
means `row_to_json` of derived tables joined laterally, a little faster than `json_build_object` in subqueries.
"""

import json
from dataclasses import dataclass, field
from typing import Any

COMPANY = "name fundingRounds { nodes { label amount { low } } } facilities { nodes { name } }"
BELOW = f"name spinoffs {{ nodes {{ {COMPANY} }} }}"
NESTED = f"query Nested($first: Int!) {{ universities(first: $first) {{ nodes {{ {BELOW} }} }} }}"
ONE = f"query One($slug: String!) {{ company(slug: $slug) {{ {COMPANY} universities {{ nodes {{ name }} }} }} }}"

COMPANY_SQL = """'name', c.name,
        'fundingRounds', json_object('nodes', json((
            SELECT json_group_array(json_object(
                'label', r.label, 'amount', json_object('low', cast(r.amount_low / 10000 AS text))))
            FROM (SELECT * FROM fundinground WHERE company_id = c.id ORDER BY id) AS r))),
        'facilities', json_object('nodes', json((
            SELECT json_group_array(json_object('name', f.name))
            FROM (SELECT * FROM facility WHERE company_id = c.id ORDER BY id) AS f)))"""

NESTED_SQL = f"""
SELECT json_object('data', json_object('universities', json_object('nodes', json_group_array(json_object(
    'name', u.name,
    'spinoffs', json_object('nodes', json((
        SELECT json_group_array(json_object({COMPANY_SQL}))
        FROM (SELECT o.id, o.name FROM spinoff AS s JOIN organization AS o ON o.id = s.company_id
              WHERE s.university_id = u.id ORDER BY o.id) AS c))))))))
FROM (SELECT id, name FROM organization WHERE type = 'UNIVERSITY' ORDER BY id LIMIT cast(? AS integer)) AS u
"""

ONE_SQL = f"""
SELECT json_object('data', json_object('company', json_object({COMPANY_SQL},
    'universities', json_object('nodes', json((
        SELECT json_group_array(json_object('name', u.name))
        FROM (SELECT o.name FROM spinoff AS s JOIN organization AS o ON o.id = s.university_id
              WHERE s.company_id = c.id ORDER BY o.id) AS u))))))
FROM organization AS c WHERE c.slug = ? AND c.type = 'COMPANY'
"""

LINKS_POSTGRESQL = """
    CROSS JOIN LATERAL (SELECT coalesce(json_agg(row_to_json(x)), '[]') AS nodes FROM (
        SELECT label, json_build_object('low', trim_scale(amount_low)::text) AS amount
        FROM fundinground WHERE company_id = c.id ORDER BY id) AS x) AS r
    CROSS JOIN LATERAL (SELECT coalesce(json_agg(row_to_json(x)), '[]') AS nodes FROM (
        SELECT name FROM facility WHERE company_id = c.id ORDER BY id) AS x) AS f"""
SHOWN_POSTGRESQL = """c.name, json_build_object('nodes', r.nodes) AS "fundingRounds",
        json_build_object('nodes', f.nodes) AS facilities"""

NESTED_POSTGRESQL = f"""
SELECT json_build_object('data', json_build_object('universities', json_build_object(
    'nodes', coalesce(json_agg(row_to_json(n)), '[]'))))::text
FROM (SELECT u.name, json_build_object('nodes', s.nodes) AS spinoffs
    FROM (SELECT id, name FROM organization WHERE type = 'UNIVERSITY' ORDER BY id LIMIT $1) AS u
    CROSS JOIN LATERAL (SELECT coalesce(json_agg(row_to_json(k)), '[]') AS nodes FROM (
        SELECT {SHOWN_POSTGRESQL}
        FROM spinoff AS s JOIN organization AS c ON c.id = s.company_id {LINKS_POSTGRESQL}
        WHERE s.university_id = u.id ORDER BY c.id) AS k) AS s
    ORDER BY u.id) AS n
"""

ONE_POSTGRESQL = f"""
SELECT json_build_object('data', json_build_object('company', row_to_json(k)))::text
FROM (SELECT {SHOWN_POSTGRESQL}, json_build_object('nodes', u.nodes) AS universities
    FROM organization AS c {LINKS_POSTGRESQL}
    CROSS JOIN LATERAL (SELECT coalesce(json_agg(row_to_json(x)), '[]') AS nodes FROM (
        SELECT o.name FROM spinoff AS s JOIN organization AS o ON o.id = s.university_id
        WHERE s.company_id = c.id ORDER BY o.id) AS x) AS u
    WHERE c.slug = $1 AND c.type = 'COMPANY') AS k
"""


@dataclass(frozen=True)
class Question:
    """One answer to ask for: a GraphQL request, and for each database a statement with its one parameter."""

    name: str
    what: str
    query: str
    sql: str
    postgresql: str
    variables: dict[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The body of a request: GraphQL over HTTP; who does not speak it leaves it unread."""
        return json.dumps({"query": self.query, "variables": self.variables}).encode()

    @property
    def parameter(self) -> Any:
        """The one parameter, the same for GraphQL and SQL."""
        return next(iter(self.variables.values()))


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "A1", "one university with all below it", NESTED, NESTED_SQL, NESTED_POSTGRESQL, {"first": 1}
        ),
        Question(
            "A20", "20 universities with all below them", NESTED, NESTED_SQL, NESTED_POSTGRESQL, {"first": 20}
        ),
        Question(
            "B", "one company with its links", ONE, ONE_SQL, ONE_POSTGRESQL, {"slug": "company-0000042"}
        ),
    )
}
