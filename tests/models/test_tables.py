"""The ecosystem's tables: what the database itself refuses, and which ways lead from row to row."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, create_engine, select

from graph.dataset.layout import data_files
from graph.models import (
    MODELS,
    Citation,
    Claim,
    Company,
    Figure,
    Institution,
    Organization,
    Place,
    Quantity,
    Source,
    University,
    vocabulary,
)
from graph.models.vocabulary import (
    Basis,
    ClaimAspect,
    FigureStatus,
    Measure,
    PlaceKind,
    Qualifier,
    SourceKind,
)


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine, tables=[file.table for file in data_files(MODELS)])
    with Session(engine) as session:
        session.add(Source(id="article", title="Article"))
        session.add(Citation(id="here", locator="paragraph 1", basis=Basis.STATED, source_id="article"))
        session.add(Company(id="celyad", slug="celyad", name="Celyad", citation_id="here"))
        session.add(University(id="ulb", slug="ulb", name="ULB", citation_id="here"))
        place = Place(
            id="belgium", slug="belgium", name="Belgium", kind=PlaceKind.COUNTRY, citation_id="here"
        )
        session.add(place)
        session.commit()
        yield session
    engine.dispose()


def a_figure(key: str, **more: Any) -> Figure:
    quantity = Quantity("213", Decimal(213), Decimal(213), Qualifier.EXACT, "EUR", "EUR")
    figure = Figure(
        id=key, measure=Measure.FUNDS_RAISED, status=FigureStatus.REPORTED, citation_id="here", **more
    )
    figure.quantity = quantity
    return figure


@pytest.mark.parametrize("owners", [{}, {"organization_id": "celyad", "place_id": "belgium"}])
def test_a_figure_has_exactly_one_owner(session: Session, owners: dict[str, str]) -> None:
    session.add(a_figure("funds", **owners))
    with pytest.raises(IntegrityError, match="one_owner"):
        session.commit()


@pytest.mark.parametrize("owners", [{}, {"organization_id": "celyad", "place_id": "belgium"}])
def test_a_claim_has_exactly_one_owner(session: Session, owners: dict[str, str]) -> None:
    session.add(
        Claim(id="claim", aspect=ClaimAspect.STANDING, as_printed="first", citation_id="here", **owners)
    )
    with pytest.raises(IntegrityError, match="one_owner"):
        session.commit()


def test_one_reported_figure_of_a_measure_is_the_one_to_show(session: Session) -> None:
    session.add(a_figure("funds", organization_id="celyad"))
    session.add(a_figure("other", organization_id="celyad", preferred=False))
    session.commit()
    celyad = session.exec(select(Company)).one()
    assert celyad.funds_raised is not None
    assert celyad.funds_raised.id == "funds"
    session.add(a_figure("third", organization_id="celyad"))
    with pytest.raises(IntegrityError, match=r"figure\.organization_id, figure\.measure"):
        session.commit()


def test_an_institution_needs_a_kind(session: Session) -> None:
    session.add(Institution(id="biowin", slug="biowin", name="BioWin", citation_id="here"))
    with pytest.raises(IntegrityError, match="institutions_have_a_kind"):
        session.commit()


def test_a_row_of_the_one_table_comes_back_as_its_own_class(session: Session) -> None:
    found = {each.slug: type(each) for each in session.exec(select(Organization)).all()}
    assert found == {"celyad": Company, "ulb": University}


def test_a_value_type_comes_back_as_it_went_in(session: Session) -> None:
    session.add(a_figure("funds", organization_id="celyad"))
    session.commit()
    session.expire_all()
    figure = session.exec(select(Figure)).one()
    assert figure.quantity == Quantity("213", Decimal(213), Decimal(213), Qualifier.EXACT, "EUR", "EUR")
    assert figure.period is None


def test_a_source_is_outside_the_article_until_it_says_otherwise(session: Session) -> None:
    assert session.exec(select(Source)).one().kind is SourceKind.PUBLIC_RECORD


def test_every_link_can_be_walked_from_both_ends() -> None:
    one_way = {
        f"{mapper.class_.__name__}.{link.key}"
        for mapper in map(inspect, MODELS)
        for link in mapper.relationships
        if not link.viewonly and not link.back_populates and link.mapper.class_ is not Citation
    }
    assert one_way == {"Relation.subject", "Relation.object"}, "walked back by Organization.relations"


def test_the_words_of_a_vocabulary_are_their_own_values() -> None:
    found = [each for each in vars(vocabulary).values() if isinstance(each, type) and issubclass(each, Enum)]
    assert all(member.value == member.name for each in found for member in each)
    assert all(each.__doc__ for each in found)
