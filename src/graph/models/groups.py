"""Groups: sets of organizations that a source counts, whether or not it lists them."""

from typing import TYPE_CHECKING, Optional

from sqlmodel import Field, Relationship

from graph.models.entity import Entity, embedded
from graph.models.places import Place
from graph.models.provenance import Citation
from graph.models.values import Quantity

if TYPE_CHECKING:
    from graph.models.figures import Figure
    from graph.models.organizations import Organization


class Membership(Entity, table=True):
    """That an organization is listed in a group."""

    group_id: str = Field(primary_key=True, foreign_key="group.id")
    organization_id: str = Field(primary_key=True, foreign_key="organization.id")
    note: str | None = Field(default=None, description="What a reader must know of this membership.")
    citation_id: str = Field(foreign_key="citation.id")
    citation: Citation = Relationship()


class Group(Entity, table=True):
    """A set of organizations as a source counts it: the count stated stands beside the members listed."""

    id: str = Field(primary_key=True)
    slug: str = Field(unique=True, description="The short name that addresses use.")
    label: str = Field(description="What the group is.")
    stated_count: Quantity | None = embedded("How many members the source says there are.")
    subset_of_id: str | None = Field(default=None, foreign_key="group.id")
    place_id: str | None = Field(default=None, foreign_key="place.id")
    citation_id: str = Field(foreign_key="citation.id")
    members: list["Organization"] = Relationship(back_populates="groups", link_model=Membership)
    subset_of: Optional["Group"] = Relationship(
        back_populates="subsets", sa_relationship_kwargs={"remote_side": "Group.id"}
    )
    subsets: list["Group"] = Relationship(back_populates="subset_of")
    place: Place | None = Relationship(back_populates="groups")
    figures: list["Figure"] = Relationship(back_populates="group")
    citation: Citation = Relationship()
