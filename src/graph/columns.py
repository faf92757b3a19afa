"""Column types that keep what they are given.

In: Python values on their way to a database. Out: the same values, exactly, on their way back.
Never: a binary float in place of a decimal.

`ExactDecimal` is NUMERIC where the database has decimals, and a 64-bit integer counting units of
10⁻ˢᶜᵃˡᵉ on SQLite, which has none: sums of integers are exact, and they sort and index as numbers do.
"""

from decimal import Decimal, localcontext
from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Dialect, Numeric
from sqlalchemy import Enum as EnumType
from sqlalchemy.types import TypeDecorator, TypeEngine

INT64_MAX = 2**63 - 1


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal with at most `scale` digits after the point and 18 digits in all, stored without rounding."""

    impl = Numeric
    cache_ok = True

    def __init__(self, scale: int = 4) -> None:
        """Keep `scale` digits after the decimal point: 4 reaches ±922 trillion."""
        super().__init__()
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the storage: scaled integers on SQLite, NUMERIC elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(18, self.scale))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Give the stored form of a value; ValueError where it would have to be rounded or does not fit."""
        if value is None:
            return None
        return self.to_units(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Give the decimal back, without trailing zeros."""
        if value is None:
            return None
        return plain(Decimal(value).scaleb(-self.scale) if dialect.name == "sqlite" else Decimal(value))

    def to_units(self, value: Decimal) -> int:
        """Count `value` in units of 10⁻ˢᶜᵃˡᵉ; ValueError where that is no whole number or over 64 bits."""
        with localcontext(prec=60):
            units = Decimal(value).scaleb(self.scale)
            if units != units.to_integral_value() or abs(units) > INT64_MAX:
                raise ValueError(f"{value} does not fit a decimal with {self.scale} digits after the point")
            return int(units)


def plain(value: Decimal) -> Decimal:
    """Drop trailing zeros and any exponent: 2.50E+3 becomes 2500."""
    with localcontext(prec=60):
        value = value.normalize()
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def enumeration(members: type[Enum]) -> EnumType:
    """Store an enumeration by its members' names as checked text, the same on every database."""
    return EnumType(members, native_enum=False, create_constraint=True, name=members.__name__.lower())
