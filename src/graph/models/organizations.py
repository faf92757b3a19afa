"""Organizations of every kind, one table: universities, companies, institutions, and what ties them."""

from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, Relationship

from graph.columns import enumeration
from graph.models.entity import Entity, embedded
from graph.models.facilities import Facility, Programme
from graph.models.figures import Figure
from graph.models.funding import Acquisition, FundingRound, Investment, Listing
from graph.models.groups import Group, Membership
from graph.models.places import Place
from graph.models.provenance import Citation, Claim
from graph.models.values import PartialDate
from graph.models.vocabulary import IdentifierScheme, InstitutionKind, NameKind, OrganizationType, Predicate


class Spinoff(Entity, table=True):
    """That a company came out of a university."""

    university_id: str = Field(primary_key=True, foreign_key="organization.id")
    company_id: str = Field(primary_key=True, foreign_key="organization.id")
    definition: str | None = Field(default=None, description="What the source means by spin-off.")
    citation_id: str = Field(foreign_key="citation.id")
    citation: Citation = Relationship()


class Organization(Entity, table=True):
    """A university, company or institution of the ecosystem."""

    # Whoever looks for one of its names looks for the organization.
    __found_by__: ClassVar[tuple[str, ...]] = ("names",)
    __mapper_args__: ClassVar[dict[str, Any]] = {"polymorphic_on": "type", "polymorphic_abstract": True}
    __table_args__ = (
        CheckConstraint(
            "type <> 'INSTITUTION' OR kind IS NOT NULL",
            name="institutions_have_a_kind",
            info={"reason": "an INSTITUTION needs a kind"},
        ),
        # The organizations of a kind, in the order of their keys.
        Index("ix_organization_type", "type", "id"),
        # The same by name, as lists of them are shown.
        Index("ix_organization_type_name", "type", "name", "id"),
    )

    id: str = Field(primary_key=True)
    type: OrganizationType = Field(
        sa_type=enumeration(OrganizationType), description="Which kind of organization it is."
    )
    slug: str = Field(unique=True, description="The short name that addresses use.")
    name: str = Field(description="The preferred name.")
    description: str | None = Field(default=None, description="What the organization is, in a few words.")
    place_id: str | None = Field(default=None, foreign_key="place.id")
    citation_id: str = Field(foreign_key="citation.id")
    names: list["Name"] = Relationship(back_populates="organization")
    identifiers: list["Identifier"] = Relationship(back_populates="organization")
    place: Place | None = Relationship(back_populates="organizations")
    groups: list[Group] = Relationship(back_populates="members", link_model=Membership)
    figures: list[Figure] = Relationship(back_populates="organization")
    relations: list["Relation"] = Relationship(
        sa_relationship_kwargs={
            "primaryjoin": "or_(Relation.subject_id == Organization.id, "
            "Relation.object_id == Organization.id)",
            "viewonly": True,
        }
    )
    investments: list[FundingRound] = Relationship(back_populates="investors", link_model=Investment)
    claims: list[Claim] = Relationship(back_populates="organization")
    citation: Citation = Relationship()


class University(Organization, table=True):
    """A university whose research spin-offs come from."""

    __mapper_args__: ClassVar[dict[str, Any]] = {"polymorphic_identity": OrganizationType.UNIVERSITY}

    spinoffs: list["Company"] = Relationship(
        back_populates="universities",
        link_model=Spinoff,
        sa_relationship_kwargs={
            "primaryjoin": "University.id == Spinoff.university_id",
            "secondaryjoin": "Company.id == Spinoff.company_id",
        },
    )


def preferred_figure(measure: str) -> Any:
    """Declare the link from a company to the one reported figure to show for a measure."""
    return Relationship(
        sa_relationship_kwargs={
            "primaryjoin": "and_(Company.id == foreign(Figure.organization_id), "
            f"Figure.measure == '{measure}', Figure.status == 'REPORTED', Figure.preferred.is_(True))",
            "viewonly": True,
            "uselist": False,
        }
    )


class Company(Organization, table=True):
    """A company: it raises funds, builds facilities and runs programmes."""

    __mapper_args__: ClassVar[dict[str, Any]] = {"polymorphic_identity": OrganizationType.COMPANY}

    founded: PartialDate | None = embedded("When it was founded.")
    activities: list[str] | None = Field(
        default=None, sa_type=JSON, description="What it does, as a list of words."
    )
    universities: list[University] = Relationship(
        back_populates="spinoffs",
        link_model=Spinoff,
        sa_relationship_kwargs={
            "primaryjoin": "Company.id == Spinoff.company_id",
            "secondaryjoin": "University.id == Spinoff.university_id",
        },
    )
    funding_rounds: list[FundingRound] = Relationship(back_populates="company")
    facilities: list[Facility] = Relationship(back_populates="company")
    programmes: list[Programme] = Relationship(back_populates="company")
    listings: list[Listing] = Relationship(
        back_populates="company", sa_relationship_kwargs={"foreign_keys": "Listing.company_id"}
    )
    acquisitions: list[Acquisition] = Relationship(
        back_populates="acquirer", sa_relationship_kwargs={"foreign_keys": "Acquisition.acquirer_id"}
    )
    acquired_by: list[Acquisition] = Relationship(
        back_populates="target", sa_relationship_kwargs={"foreign_keys": "Acquisition.target_id"}
    )
    funds_raised: Figure | None = preferred_figure("FUNDS_RAISED")
    jobs: Figure | None = preferred_figure("JOBS_FTE")


class Institution(Organization, table=True):
    """A government, cluster, investor, platform, exchange or other body."""

    __mapper_args__: ClassVar[dict[str, Any]] = {"polymorphic_identity": OrganizationType.INSTITUTION}

    kind: InstitutionKind | None = Field(
        default=None, sa_type=enumeration(InstitutionKind), description="What the institution is for."
    )
    listings: list[Listing] = Relationship(
        back_populates="exchange", sa_relationship_kwargs={"foreign_keys": "Listing.exchange_id"}
    )


class Name(Entity, table=True):
    """A name of an organization, as some source prints it."""

    id: str = Field(primary_key=True)
    text: str = Field(description="The name.")
    kind: NameKind = Field(sa_type=enumeration(NameKind), description="How the name is used.")
    organization_id: str = Field(foreign_key="organization.id")
    citation_id: str = Field(foreign_key="citation.id")
    organization: Organization = Relationship(back_populates="names")
    citation: Citation = Relationship()


class Identifier(Entity, table=True):
    """An identifier that a registry gave to an organization."""

    id: str = Field(primary_key=True)
    scheme: IdentifierScheme = Field(sa_type=enumeration(IdentifierScheme), description="Who assigned it.")
    value: str = Field(description="The identifier.")
    uri: str | None = Field(default=None, description="Where it resolves.")
    organization_id: str = Field(foreign_key="organization.id")
    citation_id: str = Field(foreign_key="citation.id")
    organization: Organization = Relationship(back_populates="identifiers")
    citation: Citation = Relationship()


class Relation(Entity, table=True):
    """What one organization did for, or is to, another."""

    id: str = Field(primary_key=True)
    predicate: Predicate = Field(sa_type=enumeration(Predicate), description="What ties the two.")
    period: PartialDate | None = embedded("When.")
    subject_id: str = Field(foreign_key="organization.id")
    object_id: str = Field(foreign_key="organization.id")
    citation_id: str = Field(foreign_key="citation.id")
    subject: Organization = Relationship(sa_relationship_kwargs={"foreign_keys": "Relation.subject_id"})
    object: Organization = Relationship(sa_relationship_kwargs={"foreign_keys": "Relation.object_id"})
    citation: Citation = Relationship()
