"""Value types: what is printed, with what it can mean. They have no identity and live in their owner's columns."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from sqlmodel import Field

from graph.columns import ExactDecimal, enumeration
from graph.models.vocabulary import Precision, Qualifier


@dataclass(frozen=True)
class PartialDate:
    """A date or a period, as precisely as its source gives it: "late 2014" has no single day."""

    as_printed: Annotated[str, Field(description="The words of the source.")]
    earliest: Annotated[date | None, Field(description="The first day it can be.")]
    latest: Annotated[date | None, Field(description="The last day it can be; null when open.")]
    precision: Annotated[
        Precision, Field(description="How much of the date is given.", sa_type=enumeration(Precision))
    ]


@dataclass(frozen=True)
class Quantity:
    """A figure with its bounds: ">90" is at least 90 and has no upper bound."""

    as_printed: Annotated[str, Field(description="The words of the source.")]
    low: Annotated[
        Decimal | None, Field(description="The lower bound, in whole units.", sa_type=ExactDecimal())
    ]
    high: Annotated[
        Decimal | None,
        Field(description="The upper bound, in whole units; null when open.", sa_type=ExactDecimal()),
    ]
    qualifier: Annotated[
        Qualifier, Field(description="How the figure relates to the number printed.", sa_type=enumeration(Qualifier))
    ]
    unit: Annotated[str, Field(description="EUR, USD, m2, FTE, people, percent, …")]
    currency: Annotated[str | None, Field(description="ISO 4217 code, where the unit is money.")]
