"""Trusted documents: what they are found by, what of other files belongs to them, what is wrong with them."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from graph.app import build_app
from graph.serving.trusted import ManifestError, read_trusted
from graph.settings import Settings, SettingsError
from tests.serving.apps import ask, database, schema, serving

NAMES = "query Names { companies(first: 1) { nodes { name } } }\n"
SLUGS = "query Slugs { companies(first: 1) { nodes { slug } } }\n"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_files_of_one_name_are_found_by_their_paths(tmp_path: Path) -> None:
    found = read_trusted(write(tmp_path, {"a/list.graphql": NAMES, "b/list.graphql": SLUGS}))
    assert found == {
        "a/list": NAMES,
        "b/list": SLUGS,
        "Names": NAMES,
        "Slugs": SLUGS,
        digest(NAMES): NAMES,
        digest(SLUGS): SLUGS,
    }


def test_a_stem_and_an_operation_are_names_where_nothing_else_has_them(tmp_path: Path) -> None:
    other = "query Slugs { __typename }"
    two = "query One { __typename } query Two { __typename }"
    files = {"a/Names.graphql": SLUGS, "b/names.graphql": NAMES, "b/other.graphql": other, "c/two.gql": two}
    found = read_trusted(write(tmp_path, files))
    names = {name for name in found if len(name) < 64}
    # `Names` is a stem and an operation of another file, `Slugs` two operations, `One` and `Two` stand in one file.
    assert names == {"a/Names", "b/names", "names", "b/other", "other", "c/two", "two"}


def test_a_path_is_stronger_than_a_stem(tmp_path: Path) -> None:
    found = read_trusted(write(tmp_path, {"list.graphql": NAMES, "b/list.graphql": SLUGS}))
    assert (found["list"], found["b/list"]) == (NAMES, SLUGS)


def test_documents_are_answered_with_the_fragments_of_other_files(tmp_path: Path) -> None:
    used = "query Used {\n  companies(first: 1) { nodes { ...Named } }\n}\n"
    files = {
        "used.graphql": used,
        "parts/named.graphql": "# A name.\n"
        "fragment Named on Company { ...Slug name }\nfragment Not on Company { id }\n",
        "parts/slug.graphql": "fragment Slug on Company { slug }",
    }
    found = read_trusted(write(tmp_path, files))
    whole = found["used"]
    assert whole == (
        f"{used.rstrip()}\n\nfragment Named on Company {{ ...Slug name }}\n\nfragment Slug on Company {{ slug }}"
    )
    assert found == dict.fromkeys(["used", "Used", digest(used), digest(whole)], whole)
    with serving(documents=tmp_path, only_trusted=True) as client:
        node = ask(client, documentId="used").json()["data"]["companies"]["nodes"][0]
        assert node == {"slug": "aseptic-technologies", "name": "Aseptic Technologies"}
        assert ask(client, whole).status_code == 200


def test_a_fragment_of_its_own_is_the_documents(tmp_path: Path) -> None:
    own = "query Q { companies { nodes { ...Named } } } fragment Named on Company { id }"
    files = {"own.graphql": own, "named.graphql": "fragment Named on Company { name }"}
    assert read_trusted(write(tmp_path, files))["own"] == own


WRONG = {
    "a syntax error": ({"a.graphql": "query {\n  a(\n}"}, r"a\.graphql, line 3: Syntax Error"),
    "an empty file": ({"a.graphql": " \n"}, r"a\.graphql is empty"),
    "comments alone": ({"a.graphql": "# nothing\n"}, r"a\.graphql, line 2: Syntax Error"),
    "bytes that are no text": ({"a.graphql": "\udcff"}, r"a\.graphql is not UTF-8"),
    "an unknown fragment": ({"a.graphql": "{ ...Nope }"}, r"a\.graphql: nothing defines the fragment 'Nope'"),
    "two fragments of one name": (
        {"a.graphql": "{ ...F }", "f.graphql": "fragment F on Query { a }", "g.graphql": "fragment F on Query { b }"},
        r"g\.graphql: another file has a fragment 'F', too",
    ),
    "two files of one id": ({"a.gql": NAMES, "a.graphql": SLUGS}, r"a\.graphql: the id 'a' has another text"),
    "an id twice in a manifest": (
        {"m.json": f'{{"a": {json.dumps(NAMES)}, "a": {json.dumps(SLUGS)}}}'},
        r"m\.json: the id 'a' has two texts",
    ),
    "an id twice in Apollo's manifest": (
        {
            "m.json": json.dumps(
                {
                    "format": "apollo-persisted-query-manifest",
                    "version": 1,
                    "operations": [{"id": "a", "body": NAMES}, {"id": "a", "body": SLUGS}],
                }
            )
        },
        r"m\.json, document 'a': the id 'a' has another text",
    ),
    "an id in two manifests": (
        {"m.json": json.dumps({"a": NAMES}), "n.json": json.dumps({"a": SLUGS})},
        r"n\.json, document 'a': the id 'a' has another text",
    ),
    "an empty text in a manifest": ({"m.json": '{"a": ""}'}, r"m\.json, document 'a' is empty"),
    "no operation in a manifest": (
        {"m.json": '{"a": "fragment F on Query { a }"}'},
        r"m\.json, document 'a' has no operation",
    ),
    "a fragment that a manifest leaves out": (
        {"m.json": '{"a": "{ ...F }"}', "f.graphql": "fragment F on Query { a }"},
        r"m\.json, document 'a': nothing defines the fragment 'F'",
    ),
    "fragments alone": ({"f.graphql": "fragment F on Query { a }"}, "has no trusted documents"),
}  # fmt: skip


@pytest.mark.parametrize("files, reason", [pytest.param(*each, id=name) for name, each in WRONG.items()])
def test_what_is_wrong_is_said_with_its_file(tmp_path: Path, files: dict[str, str], reason: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ManifestError, match=reason):
        read_trusted(tmp_path)


def test_the_same_text_twice_is_one_document(tmp_path: Path) -> None:
    files = {"m.json": json.dumps({"names": NAMES}), "names.graphql": NAMES}
    assert read_trusted(write(tmp_path, files))["names"] == NAMES


def test_a_path_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"none\.json does not exist"):
        read_trusted(tmp_path / "none.json")


def test_only_trusted_documents_without_any_is_a_mistake() -> None:
    chosen = Settings(database=f"sqlite:///{database()}", only_trusted=True)
    with pytest.raises(SettingsError, match="GRAPH_DOCUMENTS"):
        build_app(schema=schema(), settings=chosen)
