"""Where facts come from: sources, citations, what further sources claim, and where figures disagree."""

from typing import TYPE_CHECKING, Optional

from sqlmodel import Field, Relationship

from graph.columns import enumeration
from graph.models.entity import Entity, embedded, one_owner
from graph.models.values import PartialDate, Quantity
from graph.models.vocabulary import Basis, ClaimAspect, DiscrepancyKind, SourceKind

if TYPE_CHECKING:
    from graph.models.facilities import Facility
    from graph.models.figures import Figure
    from graph.models.funding import Acquisition, FundingRound, Listing
    from graph.models.organizations import Organization
    from graph.models.places import Place


class Source(Entity, table=True):
    """A document that facts are taken from."""

    id: str = Field(primary_key=True)
    kind: SourceKind = Field(
        default=SourceKind.PUBLIC_RECORD,
        sa_type=enumeration(SourceKind),
        description="Whether it is the article or public record outside it.",
    )
    title: str = Field(description="What the source is called.")
    publisher: str | None = Field(default=None, description="Who published it, where known.")
    published: PartialDate | None = embedded("When it was published, where known.")
    uri: str | None = Field(default=None, description="Where it can be found.")
    sha256: str | None = Field(default=None, description="Digest of the file that was read, in hexadecimal.")
    citations: list["Citation"] = Relationship(back_populates="source")


class Citation(Entity, table=True):
    """One place in a source that says one thing: every fact names the citation it rests on."""

    id: str = Field(primary_key=True)
    locator: str = Field(description="Where in the source: section and paragraph, or table row and column.")
    as_printed: str | None = Field(default=None, description="The value as the source prints it.")
    basis: Basis = Field(
        sa_type=enumeration(Basis),
        description="Whether the fact is stated there, inferred from it or derived.",
    )
    note: str | None = Field(default=None, description="What a reader must know to use the fact.")
    source_id: str = Field(foreign_key="source.id")
    source: Source = Relationship(back_populates="citations")


class Claim(Entity, table=True):
    """What one more source says of the same round, listing, acquisition, facility, organization or place."""

    __table_args__ = (
        one_owner("funding_round", "listing", "acquisition", "facility", "organization", "place"),
    )

    id: str = Field(primary_key=True)
    aspect: ClaimAspect = Field(sa_type=enumeration(ClaimAspect), description="What the claim speaks of.")
    as_printed: str = Field(description="The value as the source prints it.")
    quantity: Quantity | None = embedded("The figure claimed, where it is one.")
    date: PartialDate | None = embedded("The date claimed, or the date the figure holds for.")
    funding_round_id: str | None = Field(default=None, foreign_key="fundinground.id")
    listing_id: str | None = Field(default=None, foreign_key="listing.id")
    acquisition_id: str | None = Field(default=None, foreign_key="acquisition.id")
    facility_id: str | None = Field(default=None, foreign_key="facility.id")
    organization_id: str | None = Field(default=None, foreign_key="organization.id")
    place_id: str | None = Field(default=None, foreign_key="place.id")
    citation_id: str = Field(foreign_key="citation.id")
    funding_round: Optional["FundingRound"] = Relationship(back_populates="claims")
    listing: Optional["Listing"] = Relationship(back_populates="claims")
    acquisition: Optional["Acquisition"] = Relationship(back_populates="claims")
    facility: Optional["Facility"] = Relationship(back_populates="claims")
    organization: Optional["Organization"] = Relationship(back_populates="claims")
    place: Optional["Place"] = Relationship(back_populates="claims")
    citation: Citation = Relationship()


class DiscrepancyFigure(Entity, table=True):
    """That a figure takes part in a discrepancy."""

    discrepancy_id: str = Field(primary_key=True, foreign_key="discrepancy.id")
    figure_id: str = Field(primary_key=True, foreign_key="figure.id")


class Discrepancy(Entity, table=True):
    """A disagreement between what is printed and what follows from the other figures, kept and explained."""

    id: str = Field(primary_key=True)
    kind: DiscrepancyKind = Field(
        sa_type=enumeration(DiscrepancyKind), description="In which way the figures disagree."
    )
    text: str = Field(description="What disagrees and why.")
    printed: str | None = Field(default=None, description="What the source prints.")
    computed: str | None = Field(default=None, description="What follows from the other figures.")
    citation_id: str = Field(foreign_key="citation.id")
    figures: list["Figure"] = Relationship(back_populates="discrepancies", link_model=DiscrepancyFigure)
    citation: Citation = Relationship()
