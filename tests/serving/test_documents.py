"""Documents that clients name instead of sending."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.serving.documents import Documents
from graph.serving.trusted import ManifestError, read_trusted
from tests.serving.apps import ask, code, serving

QUERY = "query Names { companies(first: 1) { nodes { name } } }"
ANSWER = {"data": {"companies": {"nodes": [{"name": "Aseptic Technologies"}]}}}
DIGEST = sha256(QUERY.encode()).hexdigest()


def extensions(digest: str = DIGEST) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": digest}}


def test_a_hash_that_nobody_sent_is_asked_for_in_the_words_of_apollo() -> None:
    with serving() as client:
        answer = ask(client, extensions=extensions(), headers={"Accept": "application/graphql-response+json"})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["message"] == "PersistedQueryNotFound"
        assert code(answer) == "PERSISTED_QUERY_NOT_FOUND"
        assert answer.headers["cache-control"] == "no-store"


def test_a_text_sent_once_with_its_hash_is_answered_by_the_hash_alone() -> None:
    with serving() as client:
        assert ask(client, QUERY, extensions=extensions()).json() == ANSWER
        assert ask(client, extensions=extensions()).json() == ANSWER
        by_get = client.get("/graphql", params={"extensions": json.dumps(extensions())})
        assert by_get.json() == ANSWER


def test_a_text_is_never_kept_under_the_hash_of_another() -> None:
    with serving() as client:
        refused = ask(client, QUERY, extensions=extensions("0" * 64))
        assert (refused.status_code, code(refused)) == (400, "BAD_USER_INPUT")
        assert code(ask(client, extensions=extensions("0" * 64))) == "PERSISTED_QUERY_NOT_FOUND"


def test_the_documents_used_last_are_kept_and_no_more_than_allowed() -> None:
    documents = Documents(entries=2, characters=100)
    for text in ("a", "b"):
        documents.keep(text, text)
    assert documents.find("a") == "a"
    documents.keep("c", "c")
    assert [documents.find(each) for each in "abc"] == ["a", None, "c"]
    documents.keep("d", "d" * 100)
    assert (list(documents.kept), documents.held) == (["d"], 100)
    documents.keep("e", "e" * 101)
    assert (list(documents.kept), documents.held) == ([], 0)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "relay.json"
    path.write_text(json.dumps({"names": QUERY}))
    return path


@pytest.mark.parametrize("name", ["names", DIGEST, f"sha256:{DIGEST}"])
def test_a_trusted_document_is_named_by_its_id_and_by_its_hash(manifest: Path, name: str) -> None:
    with serving(documents=manifest) as client:
        assert ask(client, documentId=name).json() == ANSWER
        assert client.get("/graphql", params={"documentId": name}).json() == ANSWER


def test_only_trusted_documents_are_answered_where_that_is_asked(manifest: Path) -> None:
    with serving(documents=manifest, only_trusted=True) as client:
        assert ask(client, documentId="names").json() == ANSWER
        assert ask(client, QUERY).json() == ANSWER
        assert ask(client, extensions=extensions()).json() == ANSWER
        other = "{ __typename }"
        refused = ask(client, other)
        assert (refused.status_code, code(refused)) == (403, "DOCUMENT_NOT_TRUSTED")
        named = ask(client, other, extensions=extensions(sha256(other.encode()).hexdigest()))
        assert code(named) == "DOCUMENT_NOT_TRUSTED"


def test_manifests_of_relay_and_apollo_and_files_are_read(manifest: Path) -> None:
    operations = [{"id": "abc", "name": "Names", "type": "query", "body": QUERY}]
    apollo = {"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}
    (manifest.parent / "apollo.json").write_text(json.dumps(apollo))
    (manifest.parent / "names-too.graphql").write_text(QUERY)
    assert set(read_trusted(manifest.parent)) == {"abc", "names", "names-too", "Names", DIGEST}


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"a": 1}', '{"format": "apollo-persisted-query-manifest"}']
)
def test_a_manifest_that_is_none_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(content)
    with pytest.raises(ManifestError, match=r"manifest\.json"):
        read_trusted(path)


def test_neither_a_missing_nor_an_empty_folder_is_taken_for_trusted_documents(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="no trusted documents"):
        read_trusted(tmp_path)
    with pytest.raises(ManifestError, match="cannot be read"):
        read_trusted(tmp_path / "none.json")


def test_without_any_document_the_reason_says_so() -> None:
    with serving() as client:
        assert isinstance(client, TestClient)
        answer = ask(client, variables={})
        assert (answer.status_code, code(answer)) == (400, "BAD_USER_INPUT")
        assert "`query` is missing" in answer.json()["errors"][0]["message"]
