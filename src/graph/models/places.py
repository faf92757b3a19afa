"""Places, each within a larger one."""

from typing import TYPE_CHECKING, Optional

from sqlmodel import Field, Relationship

from graph.columns import enumeration
from graph.models.entity import Entity
from graph.models.provenance import Citation, Claim
from graph.models.vocabulary import PlaceKind

if TYPE_CHECKING:
    from graph.models.facilities import Facility
    from graph.models.figures import Figure
    from graph.models.groups import Group
    from graph.models.organizations import Organization


class Place(Entity, table=True):
    """A country, region, city or address."""

    id: str = Field(primary_key=True)
    slug: str = Field(unique=True, description="The short name that addresses use.")
    name: str = Field(description="The name in English, or as printed where there is none.")
    kind: PlaceKind = Field(sa_type=enumeration(PlaceKind), description="The level of the place.")
    iso_code: str | None = Field(default=None, description="ISO 3166 code, where there is one.")
    parent_id: str | None = Field(default=None, foreign_key="place.id")
    citation_id: str = Field(foreign_key="citation.id")
    parent: Optional["Place"] = Relationship(
        back_populates="children", sa_relationship_kwargs={"remote_side": "Place.id"}
    )
    children: list["Place"] = Relationship(back_populates="parent")
    organizations: list["Organization"] = Relationship(back_populates="place")
    facilities: list["Facility"] = Relationship(back_populates="place")
    groups: list["Group"] = Relationship(back_populates="place")
    figures: list["Figure"] = Relationship(back_populates="place")
    claims: list[Claim] = Relationship(back_populates="place")
    citation: Citation = Relationship()
