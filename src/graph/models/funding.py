"""Money events: funding rounds and who took part, stock exchange listings, acquisitions."""

from typing import TYPE_CHECKING, Optional

from sqlmodel import Field, Relationship

from graph.columns import enumeration
from graph.models.entity import Entity, embedded
from graph.models.provenance import Citation, Claim
from graph.models.values import PartialDate, Quantity
from graph.models.vocabulary import AcquisitionScope

if TYPE_CHECKING:
    from graph.models.organizations import Company, Institution, Organization


class Investment(Entity, table=True):
    """That an organization took part in a funding round."""

    funding_round_id: str = Field(primary_key=True, foreign_key="fundinground.id")
    organization_id: str = Field(primary_key=True, foreign_key="organization.id")
    lead: bool = Field(default=False, description="Whether the source names it as leading the round.")
    note: str | None = Field(default=None, description="What a reader must know of this investment.")
    citation_id: str = Field(foreign_key="citation.id")
    citation: Citation = Relationship()


class FundingRound(Entity, table=True):
    """Money that a company raised at one time, counted once however many sources tell of it."""

    id: str = Field(primary_key=True)
    label: str = Field(description="What the round is called.")
    ordinal: int | None = Field(
        default=None, description="Which of the company's rounds it was: 1 for the first."
    )
    amount: Quantity | None = embedded("What it raised.")
    closed: PartialDate | None = embedded("When it closed, or was announced.")
    company_id: str = Field(foreign_key="organization.id")
    citation_id: str = Field(foreign_key="citation.id")
    company: "Company" = Relationship(back_populates="funding_rounds")
    investors: list["Organization"] = Relationship(back_populates="investments", link_model=Investment)
    claims: list[Claim] = Relationship(back_populates="funding_round")
    citation: Citation = Relationship()


class Listing(Entity, table=True):
    """That a company's shares came to a stock exchange."""

    id: str = Field(primary_key=True)
    listed: PartialDate | None = embedded("When trading began, or was announced.")
    amount: Quantity | None = embedded("What the offering raised.")
    company_id: str = Field(foreign_key="organization.id")
    exchange_id: str = Field(foreign_key="organization.id")
    citation_id: str = Field(foreign_key="citation.id")
    company: "Company" = Relationship(
        back_populates="listings", sa_relationship_kwargs={"foreign_keys": "Listing.company_id"}
    )
    exchange: "Institution" = Relationship(
        back_populates="listings", sa_relationship_kwargs={"foreign_keys": "Listing.exchange_id"}
    )
    claims: list[Claim] = Relationship(back_populates="listing")
    citation: Citation = Relationship()


class Acquisition(Entity, table=True):
    """That one company bought another, or some of its assets."""

    id: str = Field(primary_key=True)
    scope: AcquisitionScope = Field(sa_type=enumeration(AcquisitionScope), description="What was bought.")
    target_text: str | None = Field(default=None, description="What was bought, in the words of the source.")
    price: Quantity | None = embedded("What was paid, where the source gives it.")
    closed: PartialDate | None = embedded("When.")
    acquirer_id: str = Field(foreign_key="organization.id")
    target_id: str = Field(foreign_key="organization.id")
    citation_id: str = Field(foreign_key="citation.id")
    acquirer: Optional["Company"] = Relationship(
        back_populates="acquisitions", sa_relationship_kwargs={"foreign_keys": "Acquisition.acquirer_id"}
    )
    target: Optional["Company"] = Relationship(
        back_populates="acquired_by", sa_relationship_kwargs={"foreign_keys": "Acquisition.target_id"}
    )
    claims: list[Claim] = Relationship(back_populates="acquisition")
    citation: Citation = Relationship()
