"""What an operation becomes: plan, SQL, the database's own plan, and what will be slow.

In: a prepared operation, its variables, the database. Out: an `Explanation` for each root field with a statement.
Never: runs the statement.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graph.engine.binding import bind_all
from graph.engine.execute import Database, Job
from graph.engine.prepared import Prepared
from graph.engine.printing import plan_tree, pretty_sql

# Reading a table of this many rows from end to end is worth a warning.
LARGE = 10_000
# SQLite says "SCAN alias" of a table that no index leads into, PostgreSQL "Seq Scan on table alias".
SCANS = (re.compile(r"^\s*SCAN (?P<alias>\S+)$"), re.compile(r"Seq Scan on \S+ \"?(?P<alias>[^\s\"]+)"))


@dataclass(frozen=True)
class Explanation:
    """One root field explained."""

    field: str
    plan: str
    sql: str
    database_plan: tuple[str, ...]
    warnings: tuple[str, ...]

    def shown(self) -> dict[str, Any]:
        """As clients see it."""
        shown = asdict(self)
        shown["databasePlan"] = shown.pop("database_plan")
        return shown

    def lines(self) -> list[str]:
        """As a person reads it."""
        parts = (
            (self.field, ""),
            ("plan", self.plan),
            ("SQL", self.sql),
            ("query plan", "\n".join(self.database_plan)),
        )
        lines = [line for title, text in parts for line in (f"-- {title}", *text.splitlines(), "")]
        return [*lines, *(f"warning: {warning}" for warning in self.warnings)]


async def explain(prepared: Prepared, variables: Mapping[str, Any], database: Database) -> list[Explanation]:
    """Explain each root field that has a statement."""
    found: list[Explanation] = []
    for each in prepared.fields:
        if each.statement is None:
            continue
        statement = each.statement
        job = Job(statement.sql, bind_all(statement.binds, variables), statement.positions)
        lines = await database.explain(job)
        scanned = [
            statement.tables[alias] for line in lines if (alias := scanned_alias(line)) in statement.tables
        ]
        warnings = [
            f"every row of the table {table} is read, of which there are many: an index would help"
            for table in dict.fromkeys(scanned)
            if await database.size(table) >= LARGE
        ]
        found.append(
            Explanation(
                each.key, plan_tree(each.plan), pretty_sql(statement.sql), tuple(lines), tuple(warnings)
            )
        )
    return found


def scanned_alias(line: str) -> str:
    """The alias of a table that a line of a query plan reads from end to end; nothing for any other line."""
    return next((match["alias"].strip('"') for scan in SCANS if (match := scan.search(line))), "")
