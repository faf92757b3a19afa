"""The innovation ecosystem as SQLModel tables: the one place, beside the data, that knows spin-offs.

In: nothing. Out: `MODELS`, the classes to serve, in the order that clients see them.
Never: anything about GraphQL, SQL text or files.
"""

from graph.models.facilities import Facility, Programme
from graph.models.figures import Figure
from graph.models.funding import Acquisition, FundingRound, Investment, Listing
from graph.models.groups import Group, Membership
from graph.models.organizations import (
    Company,
    Identifier,
    Institution,
    Name,
    Organization,
    Relation,
    Spinoff,
    University,
)
from graph.models.places import Place
from graph.models.provenance import Citation, Claim, Discrepancy, DiscrepancyFigure, Source
from graph.models.values import PartialDate, Quantity

MODELS = (
    Organization,
    University,
    Company,
    Institution,
    Name,
    Identifier,
    Spinoff,
    FundingRound,
    Investment,
    Listing,
    Acquisition,
    Facility,
    Programme,
    Relation,
    Group,
    Membership,
    Figure,
    Place,
    Source,
    Citation,
    Claim,
    Discrepancy,
    DiscrepancyFigure,
)

__all__ = [
    "MODELS",
    "Acquisition",
    "Citation",
    "Claim",
    "Company",
    "Discrepancy",
    "DiscrepancyFigure",
    "Facility",
    "Figure",
    "FundingRound",
    "Group",
    "Identifier",
    "Institution",
    "Investment",
    "Listing",
    "Membership",
    "Name",
    "Organization",
    "PartialDate",
    "Place",
    "Programme",
    "Quantity",
    "Relation",
    "Source",
    "Spinoff",
    "University",
]
