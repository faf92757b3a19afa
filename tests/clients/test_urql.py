"""urql 5 with graphcache, which knows the schema: entries by id, pages, persisted queries, errors, subscriptions."""

from typing import Any

import pytest

from tests.clients.conftest import Publisher
from tests.clients.ecosystem import COMPANIES
from tests.clients.scripts import run_script

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]


@pytest.fixture(scope="module")
def told(publisher: Publisher) -> Any:
    return run_script("urql.mjs", publisher.address, publisher.database, publisher.following)


def test_a_row_that_came_by_two_ways_is_answered_by_id_from_the_cache_alone(told: Any) -> None:
    found = told["normalised"]
    spinoffs = [edge["node"]["name"] for edge in found["university"]["spinoffs"]["edges"]]
    assert spinoffs == ["Novadip Biosciences", "Promethera Biosciences"]
    assert found["askedAgain"] == 0
    assert found["node"] == {
        "id": "Organization:promethera-biosciences",
        "name": "Promethera Biosciences",  # of the university's spin-offs
        "slug": "promethera-biosciences",  # of the round's company
        "founded": {"asPrinted": "2009", "earliest": "2009-01-01"},  # of both
    }


def test_investors_of_several_types_come_through_the_interface(told: Any) -> None:
    investors = told["normalised"]["fundingRound"]["investors"]["nodes"]
    types = {each["name"]: each["__typename"] for each in investors}
    assert types["Shire"] == "Company"
    assert types["SRIW"] == "Institution"
    assert len(types) == 7


def test_pages_add_up_forward_and_backward_in_one_order(told: Any) -> None:
    pages = told["pages"]
    assert pages["forward"] == [COMPANIES[:5], COMPANIES[:10], COMPANIES[:15], COMPANIES[:20], COMPANIES]
    assert pages["backward"] == [COMPANIES[-5:], COMPANIES[-10:], COMPANIES[-15:], COMPANIES[-20:], COMPANIES]
    # A request for each page, and one more to be told that a hash is not known yet.
    assert pages["requests"] == [6, 5]


def test_a_query_is_sent_as_its_hash_and_once_with_its_text(told: Any) -> None:
    assert told["persisted"] == {
        "names": ["ULB", "UMons"],
        "sent": [
            {"method": "GET", "sent": "hash", "status": 400},
            {"method": "GET", "sent": "text and hash", "status": 200},
            {"method": "GET", "sent": "hash", "status": 200},
        ],
    }


def test_a_client_without_any_exchange_but_fetch_asks_by_get_and_subscribes_by_events(told: Any) -> None:
    assert told["plain"] == {
        "query": "ULB",
        "live": "ULB",
        "sent": [
            {"method": "GET", "sent": "text", "status": 200},
            {"method": "POST", "sent": "text", "status": 200},
        ],
    }


def test_errors_are_graphql_errors_with_codes_beside_the_data_that_there_is(told: Any) -> None:
    invalid, partial = told["refused"]
    assert invalid == {"codes": ["GRAPHQL_VALIDATION_FAILED"]}
    assert partial == {
        "codes": ["BAD_USER_INPUT"],
        "data": {"companies": None, "umons": {"id": "Organization:umons", "name": "UMons"}},
    }


def test_a_live_query_changes_what_other_queries_show_when_a_build_is_published(told: Any) -> None:
    assert told["live"] == ["Celyad", "Celyad Oncology"]


def test_the_cache_knows_every_field_but_the_one_that_is_not_there(told: Any) -> None:
    [warning] = told["warnings"]
    assert "The field `nothing` does not exist on `Query`" in warning
