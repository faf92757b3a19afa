"""What companies built and develop: facilities and programmes."""

from typing import TYPE_CHECKING, Optional

from sqlmodel import Field, Relationship

from graph.columns import enumeration
from graph.models.entity import Entity, embedded
from graph.models.places import Place
from graph.models.provenance import Citation, Claim
from graph.models.values import PartialDate
from graph.models.vocabulary import FacilityKind, Stage

if TYPE_CHECKING:
    from graph.models.figures import Figure
    from graph.models.organizations import Company


class Facility(Entity, table=True):
    """A building or part of one that a company uses; its areas, now and planned, are figures."""

    id: str = Field(primary_key=True)
    name: str = Field(description="What the facility is called here.")
    kind: FacilityKind = Field(sa_type=enumeration(FacilityKind), description="What it is used for.")
    company_id: str = Field(foreign_key="organization.id")
    place_id: str | None = Field(default=None, foreign_key="place.id")
    citation_id: str = Field(foreign_key="citation.id")
    company: "Company" = Relationship(back_populates="facilities")
    place: Place | None = Relationship(back_populates="facilities")
    figures: list["Figure"] = Relationship(back_populates="facility")
    claims: list[Claim] = Relationship(back_populates="facility")
    citation: Citation = Relationship()


class Programme(Entity, table=True):
    """A product in development, or the phase that a source gives for a company without naming the product."""

    id: str = Field(primary_key=True)
    name: str | None = Field(
        default=None, description="The product or programme; null where the source names none."
    )
    indication: str | None = Field(default=None, description="What it is meant to treat.")
    stage: Stage | None = Field(default=None, sa_type=enumeration(Stage), description="How far it has come.")
    stage_text: str | None = Field(default=None, description="The stage in the words of the source.")
    market_year: PartialDate | None = embedded("When it is expected on the market.")
    company_id: str = Field(foreign_key="organization.id")
    citation_id: str = Field(foreign_key="citation.id")
    company: Optional["Company"] = Relationship(back_populates="programmes")
    citation: Citation = Relationship()
