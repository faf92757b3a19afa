"""Value types: what is printed, with what it can mean, and what they say is wrong with themselves."""

from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.models import PartialDate, Quantity
from graph.models.values import first_day, last_day
from graph.models.vocabulary import Precision, Qualifier

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
WHOLE = st.sampled_from([Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR])


def dated(earliest: date | None, latest: date | None, precision: Precision) -> list[str]:
    return [member for member, _ in PartialDate("as printed", earliest, latest, precision).faults()]


def bound(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def quantity(
    low: str | None, high: str | None, qualifier: Qualifier, currency: str | None = None
) -> list[str]:
    made = Quantity("as printed", bound(low), bound(high), qualifier, "EUR", currency)
    return [member for member, _ in made.faults()]


@given(DAYS, WHOLE)
def test_the_first_and_the_last_day_of_a_period_make_a_date_without_fault(
    day: date, precision: Precision
) -> None:
    first = first_day(day, precision)
    last = last_day(first, precision)
    assert last is not None
    assert first <= day <= last
    assert dated(first, last, precision) == []


@given(DAYS.filter(lambda day: date(1, 1, 2) < day < date(9999, 12, 30)), WHOLE)
def test_a_period_that_is_a_day_too_long_or_too_short_is_a_fault(day: date, precision: Precision) -> None:
    first = first_day(day, precision)
    last = last_day(first, precision)
    assert last is not None
    if last < date.max:
        assert dated(first, last + timedelta(1), precision) == ["latest"]
    if last > first:
        assert dated(first, last - timedelta(1), precision) == ["latest"]
        assert dated(first + timedelta(1), last, precision) == ["earliest"]


@given(st.integers(1, 9999))
def test_february_ends_as_the_year_has_it(year: int) -> None:
    assert last_day(date(year, 2, 1), Precision.MONTH) == date(year, 2, 29 if isleap(year) else 28)


@pytest.mark.parametrize(
    "earliest, latest, precision, faults",
    [
        (date(2014, 10, 1), date(2014, 12, 31), Precision.QUARTER, []),
        (date(2014, 11, 1), date(2015, 1, 31), Precision.QUARTER, ["latest"]),
        (date(2005, 1, 1), date(2015, 12, 31), Precision.RANGE, []),
        (date(2015, 1, 22), date(2015, 2, 2), Precision.RANGE, []),
        (date(2015, 2, 2), date(2015, 1, 22), Precision.RANGE, ["latest"]),
        (date(2005, 1, 1), None, Precision.RANGE, ["precision"]),
        (date(2021, 1, 1), None, Precision.OPEN, []),
        (None, date(2017, 12, 31), Precision.OPEN, []),
        (None, None, Precision.OPEN, ["precision"]),
        (date(2006, 1, 1), date(2007, 1, 1), Precision.OPEN, ["precision"]),
        (None, date(2017, 12, 31), Precision.DAY, ["precision"]),
    ],
)
def test_a_date_says_what_is_wrong_with_it(
    earliest: date | None, latest: date | None, precision: Precision, faults: list[str]
) -> None:
    assert dated(earliest, latest, precision) == faults


@pytest.mark.parametrize(
    "low, high, qualifier, faults",
    [
        ("213", "213", Qualifier.EXACT, []),
        ("14.5", "16.5", Qualifier.EXACT, []),
        ("16.5", "14.5", Qualifier.EXACT, ["high"]),
        ("213", None, Qualifier.EXACT, ["high"]),
        ("15", "15", Qualifier.ABOUT, []),
        ("90", None, Qualifier.MORE_THAN, []),
        ("90", "90", Qualifier.MORE_THAN, ["high"]),
        (None, None, Qualifier.MORE_THAN, ["low"]),
        (None, "2", Qualifier.LESS_THAN, []),
        ("0", "2", Qualifier.LESS_THAN, ["low"]),
        (None, None, Qualifier.UNKNOWN, []),
        ("1", None, Qualifier.UNKNOWN, ["low"]),
    ],
)
def test_a_quantity_has_the_bounds_that_its_qualifier_needs(
    low: str | None, high: str | None, qualifier: Qualifier, faults: list[str]
) -> None:
    assert quantity(low, high, qualifier) == faults


def test_the_currency_of_money_is_its_unit() -> None:
    assert quantity("1", "1", Qualifier.EXACT, "EUR") == []
    assert quantity("1", "1", Qualifier.EXACT, "USD") == ["currency"]
