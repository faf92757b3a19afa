"""Plans and SQL as text to read."""

import re
from pathlib import Path

import pytest

from graph.engine.operands import All, Either, Encoding, IsNull, Key, Not, OrderKey, Page, Param, Through
from graph.engine.printing import plan_tree, pretty_sql
from graph.engine.sql import compile_plan
from tests.operations.asking import DIALECTS, operations, plans, stages

OPERATIONS = operations(Path(__file__).parents[2] / "schema" / "operations")
QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*\"""")


def without_space(sql: str) -> tuple[list[str], str]:
    """The quoted parts as they are, and all else without white space."""
    return QUOTED.findall(sql), "".join(QUOTED.sub("''", sql).split())


@pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_pretty_sql_differs_from_the_sql_in_white_space_alone(path: Path, dialect: str) -> None:
    for _, plan in plans(path.read_text()):
        sql = compile_plan(stages().catalogue, DIALECTS[dialect], plan).sql
        assert without_space(pretty_sql(sql)) == without_space(sql)


def test_text_in_quotes_stays_as_it_is() -> None:
    sql = """SELECT 'a  FROM b', "c  WHERE", 'it''s  ''(SELECT' FROM t"""
    assert pretty_sql(sql) == """SELECT 'a  FROM b', "c  WHERE", 'it''s  ''(SELECT'\nFROM t"""


def test_a_query_in_parentheses_is_indented() -> None:
    assert pretty_sql("SELECT (SELECT x FROM t WHERE y) FROM u").splitlines() == [
        "SELECT (",
        "  SELECT x",
        "  FROM t",
        "  WHERE y",
        ")",
        "FROM u",
    ]


def test_clauses_among_the_arguments_of_a_function_begin_no_line() -> None:
    assert pretty_sql("SELECT group_concat(x,',' ORDER BY y), trim(a FROM b) FROM t").count("\n") == 1


def test_each_key_of_an_object_begins_a_line() -> None:
    sql = """SELECT concat('{"name":',x,',"at":',concat('{"low":',y,'}'),'}') FROM t"""
    assert pretty_sql(sql).splitlines() == [
        "SELECT concat(",
        """  '{"name":',x,""",
        """  ',"at":',concat(""",
        """    '{"low":',y,'}'),'}')""",
        "FROM t",
    ]


def test_a_part_that_fits_stands_on_one_line_without_its_defaults() -> None:
    assert plan_tree(OrderKey(Key(), descending=False)) == "OrderKey(operand=Key())"


def test_a_part_that_does_not_fit_has_its_parts_below_it() -> None:
    limit = Param(50, encoding=Encoding.PAGE, place="first")
    page = Page(
        (OrderKey(Key(), nullable=False), OrderKey(Key(), descending=True)), limit, mark="01234567" * 8
    )
    assert plan_tree(page).splitlines() == [
        f"Page(mark='{'01234567' * 8}')",
        "  order: [OrderKey(operand=Key(), nullable=False), OrderKey(operand=Key(), descending=True)]",
        "  limit: Param(value=50, encoding='page')",
    ]


def test_a_list_alone_needs_no_name() -> None:
    either = Either((IsNull(Key()), Not(IsNull(Key())), Not(Not(IsNull(Key())))))
    assert plan_tree(All((either, either))).splitlines()[:2] == ["All", "  Either"]


def test_a_link_is_written_as_its_owner_and_its_name() -> None:
    [link] = [each for each in stages().catalogue.entities["Citation"].links if each.name == "source"]
    assert plan_tree(Through(link, Key())) == "Through(link=Citation.source, operand=Key())"
