"""Apollo Client 4: its normalised cache, its page policy, its persisted queries, its errors, its subscriptions."""

from typing import Any

import pytest

from tests.clients.conftest import Publisher
from tests.clients.ecosystem import COMPANIES
from tests.clients.scripts import run_script

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]

PROMETHERA = "Company:Organization:promethera-biosciences"


@pytest.fixture(scope="module")
def told(publisher: Publisher) -> Any:
    return run_script("apollo.mjs", publisher.address, publisher.database, publisher.following)


def test_a_row_that_is_reached_by_five_ways_is_one_entry_of_the_cache(told: Any) -> None:
    entries = told["normalised"]["entries"]
    reference = {"__ref": PROMETHERA}
    root = entries["ROOT_QUERY"]
    spinoffs = entries["University:Organization:uclouvain"]["spinoffs"]["edges"]
    [search] = [value for name, value in root.items() if name.startswith("search")]
    assert root['company({"slug":"promethera-biosciences"})'] == reference
    assert root['node({"id":"Organization:promethera-biosciences"})'] == reference
    assert search["edges"][0]["node"] == reference
    assert entries["FundingRound:FundingRound:promethera-c"]["company"] == reference
    assert [edge["node"]["__ref"] for edge in spinoffs] == [
        "Company:Organization:novadip-biosciences",
        PROMETHERA,
    ]
    assert [name for name in entries if "promethera-biosciences" in name] == [PROMETHERA]


def test_an_entry_has_what_each_query_asked_of_it_values_merged(told: Any) -> None:
    entry = told["normalised"]["entries"][PROMETHERA]
    assert entry["slug"] == "promethera-biosciences"
    assert entry["name"] == "Promethera Biosciences"
    founded = {"__typename": "PartialDate", "asPrinted": "2009", "earliest": "2009-01-01"}
    assert entry["founded"] == founded


def test_what_changes_in_an_entry_shows_in_the_queries_that_reach_it(told: Any) -> None:
    assert told["normalised"]["seen"] == ["Novadip Biosciences", "Renamed"]


def test_fragments_on_interfaces_match_the_types_behind_them(told: Any) -> None:
    found = told["normalised"]["found"]
    assert found["node"]["slug"] == "promethera-biosciences"
    investors = {each["name"]: each for each in found["fundingRound"]["investors"]["nodes"]}
    assert investors["Shire"]["slug"] == "shire"
    assert "slug" not in investors["SRIW"]


def test_pages_fetched_forward_are_appended_until_all_are_there(told: Any) -> None:
    assert told["pages"]["forward"] == [
        COMPANIES[:5],
        COMPANIES[:10],
        COMPANIES[:15],
        COMPANIES[:20],
        COMPANIES,
    ]


def test_pages_fetched_backward_are_put_before_those_that_are_there(told: Any) -> None:
    backward = told["pages"]["backward"]
    assert backward == [COMPANIES[-5:], COMPANIES[-10:], COMPANIES[-15:], COMPANIES[-20:], COMPANIES]


def test_a_list_that_begins_in_the_middle_grows_both_ways(told: Any) -> None:
    ways = told["pages"]["bothWays"]
    assert ways[0] == COMPANIES[10:13]
    assert ways[2] == ways[3] == COMPANIES[10:]
    assert ways[-1] == COMPANIES


def test_a_filter_has_a_list_of_its_own(told: Any) -> None:
    assert told["pages"]["filtered"] == [
        "Bone Therapeutics",
        "MaSTherCell",
        "Novadip Biosciences",
        "Promethera Biosciences",
    ]
    assert told["pages"]["kept"] == [
        'companies:{"orderBy":[{"name":"ASC"}]}',
        'companies:{"where":{"universities":{"some":{}}},"orderBy":[{"name":"ASC"}]}',
    ]


def test_a_page_policy_appends_edges_and_shows_the_last_pages_nodes_alone(told: Any) -> None:
    assert told["pages"]["nodes"] == COMPANIES[5:10]


def test_a_query_is_sent_as_its_hash_and_once_with_its_text(told: Any) -> None:
    assert told["persisted"] == {
        "names": ["ULB", "UMons"],
        "sent": [
            {"method": "GET", "sent": "hash", "status": 400},
            {"method": "POST", "sent": "text and hash", "status": 200},
            {"method": "GET", "sent": "hash", "status": 200},
        ],
    }


def test_errors_are_graphql_errors_with_codes_beside_the_data_that_there_is(told: Any) -> None:
    invalid, partial = told["refused"]
    assert invalid == {"known": True, "codes": ["GRAPHQL_VALIDATION_FAILED"]}
    assert (partial["known"], partial["codes"]) == (True, ["BAD_USER_INPUT"])
    assert partial["data"] == {"companies": None, "umons": {"__typename": "University", "name": "UMons"}}


def test_a_live_query_changes_what_other_queries_show_when_a_build_is_published(told: Any) -> None:
    assert told["live"] == ["Celyad", "Celyad Oncology"]


def test_the_client_warns_of_nothing(told: Any) -> None:
    assert told["warnings"] == []
