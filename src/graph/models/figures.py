"""Figures: every number that a source gives, with its bounds, its period and its one owner."""

from typing import TYPE_CHECKING, Optional

from sqlalchemy import Index, text
from sqlmodel import Field, Relationship

from graph.columns import enumeration
from graph.models.entity import Entity, embedded, one_owner
from graph.models.facilities import Facility
from graph.models.groups import Group
from graph.models.places import Place
from graph.models.provenance import Citation, Discrepancy, DiscrepancyFigure
from graph.models.values import PartialDate, Quantity
from graph.models.vocabulary import FigureStatus, Measure

if TYPE_CHECKING:
    from graph.models.organizations import Organization

PREFERRED = text("preferred AND status = 'REPORTED'")


class Figure(Entity, table=True):
    """A number that a source gives about exactly one organization, facility, group or place."""

    __table_args__ = (
        one_owner("organization", "facility", "group", "place"),
        Index(
            "one_preferred",
            "organization_id",
            "measure",
            unique=True,
            sqlite_where=PREFERRED,
            postgresql_where=PREFERRED,
        ),
    )

    id: str = Field(primary_key=True)
    measure: Measure = Field(sa_type=enumeration(Measure), description="What is measured.")
    quantity: Quantity = embedded("The number, with its bounds and unit.")
    period: PartialDate | None = embedded("When, or over which years, the figure holds.")
    status: FigureStatus = Field(
        sa_type=enumeration(FigureStatus), description="What is, or what is planned."
    )
    scope_note: str | None = Field(
        default=None, description="What the figure counts, where that is in doubt."
    )
    inferred: bool = Field(default=False, description="Whether a column heading or owner had to be inferred.")
    preferred: bool = Field(
        default=True,
        description="Whether this is the figure to show for its owner and measure; others stand beside it.",
    )
    total: bool = Field(
        default=False, description="Whether it sums up other figures here: leave it out of sums."
    )
    organization_id: str | None = Field(default=None, foreign_key="organization.id")
    facility_id: str | None = Field(default=None, foreign_key="facility.id")
    group_id: str | None = Field(default=None, foreign_key="group.id")
    place_id: str | None = Field(default=None, foreign_key="place.id")
    citation_id: str = Field(foreign_key="citation.id")
    organization: Optional["Organization"] = Relationship(back_populates="figures")
    facility: Facility | None = Relationship(back_populates="figures")
    group: Group | None = Relationship(back_populates="figures")
    place: Place | None = Relationship(back_populates="figures")
    discrepancies: list[Discrepancy] = Relationship(back_populates="figures", link_model=DiscrepancyFigure)
    citation: Citation = Relationship()
