"""The explorer's routes: what each answers, with what headers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from graph import explorer
from graph.explorer import assets, examples


@pytest.fixture
def client() -> Iterator[TestClient]:
    examples.read_examples.cache_clear()
    with TestClient(Starlette(routes=explorer.routes())) as opened:
        yield opened
    examples.read_examples.cache_clear()


def addresses(html: str) -> list[str]:
    return re.findall(r'(?:src|href)="\./(graphiql/[^"]+)"', html)


@pytest.mark.parametrize("address", ["/", "/graphiql"])
def test_a_page_names_only_relative_addresses_and_each_of_them_is_served(
    client: TestClient, address: str
) -> None:
    html = client.get(address).text
    assert "<title>Spinoff Graph</title>" in html
    assert "://" not in html
    assert len(addresses(html)) > 3
    assert {client.get(f"/{address}").status_code for address in addresses(html)} == {200}


@pytest.mark.parametrize("address", ["/", "/graphiql", "/graphiql/operations.json", "/graphiql/none.js"])
def test_every_answer_carries_the_policy(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_front_page_weighs_less_than_300_kb_before_graphiql() -> None:
    # What the page may fetch: its own scripts, those that they name, and so on.
    names, found = addresses((assets.BUILT / "index.html").read_text()), set[str]()
    while names:
        name = names.pop()
        if name not in found and name.endswith((".js", ".css")):
            found.add(name)
            text = (assets.BUILT / name).read_text()
            names += [f"graphiql/{each}" for each in re.findall(r"[\w.-]+\.(?:js|css)", text)]
            names = [each for each in names if (assets.BUILT / each).is_file()]
    packed = sum(len(gzip.compress((assets.BUILT / name).read_bytes())) for name in found)
    assert any("worker" in name for name in found)
    assert 20_000 < packed < 300_000


def test_assets_are_kept_for_ever_and_the_page_is_asked_for_again(client: TestClient) -> None:
    page = client.get("/graphiql")
    script = client.get(f"/{addresses(page.text)[0]}")
    assert "immutable" in script.headers["cache-control"]
    assert page.headers["cache-control"] == "no-cache"
    again = client.get("/graphiql", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "lines, status",
    [
        (["{tag}"], 304),
        (["{strong}"], 304),
        (["*"], 304),
        (['"x", {tag}'], 304),
        (['"x"', "{tag}"], 304),
        (['"x"'], 200),
        (["{tag}-evil"], 200),
        ([""], 200),
    ],
)
def test_a_page_is_confirmed_to_who_has_it(client: TestClient, lines: list[str], status: int) -> None:
    tag = client.get("/graphiql").headers["etag"]
    given = [("If-None-Match", each.format(tag=tag, strong=tag.removeprefix("W/"))) for each in lines]
    response = client.get("/graphiql", headers=given)
    assert (response.status_code, response.headers["etag"]) == (status, tag)


@pytest.mark.parametrize(
    "accepted, packed",
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=x", False),
        ("br, gzip;q=0.0", False),
        ("identity, gzip;q=0.5", False),
        ("gzipped", False),
    ],
)
def test_a_page_is_packed_only_for_who_takes_gzip(client: TestClient, accepted: str, packed: bool) -> None:
    response = client.get("/graphiql", headers={"Accept-Encoding": accepted})
    assert (response.headers.get("content-encoding") == "gzip") == packed


def test_a_client_that_does_not_know_gzip_gets_the_same_body_unpacked(client: TestClient) -> None:
    address = addresses(client.get("/graphiql").text)[0]
    plain = client.get(f"/{address}", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert client.get(f"/{address}", headers={"Accept-Encoding": "gzip"}).content == plain.content
    asset = assets.read_asset(assets.BUILT / address)
    assert asset is not None
    assert gzip.decompress(asset.packed) == plain.content


@pytest.mark.parametrize(
    "name", ["none.js", "..%2Fgraphiql.html", "%2e%2e%2f__init__.py", "..%5C..%5Cbuild.py"]
)
def test_nothing_but_the_built_assets_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/graphiql/{name}").status_code == 404


@pytest.mark.parametrize("address", ["/", "/graphiql"])
def test_where_it_is_not_built_the_page_says_how(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    monkeypatch.setattr(explorer, "BUILT", tmp_path)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "python src/graph/explorer/build.py" in answer.text


def test_examples_come_in_the_order_of_their_files_with_their_questions(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "02-b.graphql").write_text("query B { b }\n")
    (tmp_path / "01-a.graphql").write_text("# Who is\n# first?\n\n# not this\nquery First($x: Int) { a }\n")
    (tmp_path / "03-c.graphql").write_text("{ c }\n")
    monkeypatch.setattr(examples, "operations_folder", lambda: tmp_path)
    found = client.get("/graphiql/operations.json").json()
    assert [(one["name"], one["question"]) for one in found] == [
        ("First", "Who is first?"),
        ("B", "B"),
        ("03-c", "03-c"),
    ]
    assert found[1]["query"] == "query B { b }\n"


def test_without_a_folder_there_are_no_examples(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(examples, "operations_folder", lambda: tmp_path / "none")
    assert client.get("/graphiql/operations.json").json() == []
