"""The documents that a deployment trusts: a manifest, or a folder of manifests and `.graphql` files.

In: a path. Out: a text for each name that it can be asked by, or `ManifestError` with the file and the reason.
Never: a document that could not run for what it says itself, nor two under one name.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    Node,
    OperationDefinitionNode,
    Visitor,
    parse,
    visit,
)

APOLLO = "apollo-persisted-query-manifest"
ENDINGS = (".graphql", ".gql")


class ManifestError(ValueError):
    """Trusted documents that cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Written:
    """A document as it is written: where, under which id, as text and read."""

    place: str
    id: str
    text: str
    read: DocumentNode

    @property
    def operations(self) -> list[str | None]:
        """The names of its operations."""
        found = [each for each in self.read.definitions if isinstance(each, OperationDefinitionNode)]
        return [each.name.value if each.name else None for each in found]

    @property
    def fragments(self) -> dict[str, FragmentDefinitionNode]:
        """Its fragments by name."""
        found = [each for each in self.read.definitions if isinstance(each, FragmentDefinitionNode)]
        return {each.name.value: each for each in found}


@dataclass
class Trusted:
    """Texts by name: a name that was given has one text, others only as long as nothing else has them."""

    given: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    short: list[tuple[str, str]] = field(default_factory=list)

    def add(self, document: Written, text: str) -> None:
        """Add a document, to be answered as `text`, under its id and by hash."""
        if self.given.setdefault(document.id, text) != text:
            raise ManifestError(f"{document.place}: the id {document.id!r} has another text, too")
        for each in (document.text, text):
            self.hashes[hash_of(each)] = text

    def names(self) -> dict[str, str]:
        """Every name with its text."""
        times = Counter(name for name, _ in self.short)
        unique = {name: text for name, text in self.short if times[name] == 1}
        return self.hashes | unique | self.given


def hash_of(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_trusted(path: Path | None, *, only: bool = False) -> dict[str, str]:
    """Read trusted documents; none where there is no path. `only` where no others are to be answered.

    Those of a manifest are named by their ids. A file's is named by its path below the folder without the ending,
    and by its stem or its one operation where nothing else has that name. All are named by their SHA-256, too.
    Raises ManifestError.
    """
    if path is None:
        if only:
            raise ManifestError("--only-trusted (GRAPH_ONLY_TRUSTED) needs --documents (GRAPH_DOCUMENTS)")
        return {}
    if not path.exists():
        raise ManifestError(f"trusted documents cannot be read: {path} does not exist")
    try:
        found = collect(path)
    except OSError as error:
        raise ManifestError(f"trusted documents cannot be read: {error}") from error
    if not found:
        raise ManifestError(
            f"{path} has no trusted documents: give a manifest, or a folder of .graphql files"
        )
    return found


def collect(path: Path) -> dict[str, str]:
    """The texts of a file, or of all in a folder, by name."""
    folder = path if path.is_dir() else path.parent
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    written = [read_file(file, folder) for file in files if file.suffix in ENDINGS]
    documents = [each for each in written if each.operations]
    shared = shared_fragments(each for each in written if not each.operations)
    trusted = Trusted()
    for document in documents:
        text = completed(document, shared)
        trusted.add(document, text)
        operations = [name for name in document.operations if name] if len(document.operations) == 1 else []
        names = {document.id.rpartition("/")[2], *operations}
        trusted.short += [(name, text) for name in names - {document.id}]
    for file in files:
        if file.suffix == ".json":
            for document in read_manifest(file):
                trusted.add(document, completed(document, {}))
    return trusted.names()


# --- files -------------------------------------------------------------------------------------------------------


def read_file(file: Path, folder: Path) -> Written:
    """Read a `.graphql` file."""
    id_ = file.relative_to(folder).with_suffix("").as_posix()
    return read_text(str(file), id_, text_in(file))


def text_in(file: Path) -> str:
    """The text of a file."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ManifestError(f"{file} is not UTF-8") from None


def read_text(place: str, id_: str, text: str) -> Written:
    """Read the text of a document."""
    if not text.strip():
        raise ManifestError(f"{place} is empty")
    try:
        return Written(place, id_, text, parse(text))
    except GraphQLError as error:
        where = f", line {error.locations[0].line}" if error.locations else ""
        raise ManifestError(f"{place}{where}: {error.message}") from None
    except RecursionError:
        raise ManifestError(f"{place} nests too deeply") from None


# --- fragments ---------------------------------------------------------------------------------------------------


def shared_fragments(files: Iterable[Written]) -> dict[str, FragmentDefinitionNode]:
    """The fragments of files that have nothing else, by name."""
    found: dict[str, FragmentDefinitionNode] = {}
    for file in files:
        for name, fragment in file.fragments.items():
            if name in found and source_of(found[name]) != source_of(fragment):
                raise ManifestError(f"{file.place}: another file has a fragment {name!r}, too")
            found[name] = fragment
    return found


def completed(document: Written, shared: Mapping[str, FragmentDefinitionNode]) -> str:
    """A document's text with the fragments of other files that it uses, in the order in which it does."""
    if not document.operations:
        raise ManifestError(f"{document.place} has no operation")
    own, added = document.fragments, dict[str, FragmentDefinitionNode]()
    waiting = list(spreads(document.read))
    while waiting:
        name = waiting.pop(0)
        if name in own or name in added:
            continue
        if name not in shared:
            raise ManifestError(f"{document.place}: nothing defines the fragment {name!r}")
        added[name] = shared[name]
        waiting += spreads(shared[name])
    return "\n\n".join([document.text.rstrip(), *map(source_of, added.values())]) if added else document.text


def spreads(node: Node) -> Iterator[str]:
    """The names of the fragments that a node uses."""
    found: list[str] = []

    class Noting(Visitor):
        """Notes each spread."""

        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: Any) -> None:
            """Note one."""
            found.append(spread.name.value)

    visit(node, Noting())
    return iter(found)


def source_of(fragment: FragmentDefinitionNode) -> str:
    """The text of a fragment, as its file has it."""
    assert fragment.loc is not None
    return fragment.loc.source.body[fragment.loc.start : fragment.loc.end]


# --- manifests ---------------------------------------------------------------------------------------------------


def read_manifest(file: Path) -> list[Written]:
    """Read Relay's manifest, `{id: text}`, or Apollo's, `{format, version, operations: [{id, body}]}`."""
    try:
        read = json.loads(text_in(file), object_pairs_hook=unique)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ManifestError(f"{file} is not JSON: {error}") from None
    except KeyError as error:
        raise ManifestError(f"{file}: the id {error} has two texts") from None
    pairs: list[tuple[Any, Any]] = []
    if isinstance(read, dict):
        pairs = operations_of(file, read) if read.get("format") == APOLLO else list(read.items())
    if not isinstance(read, dict) or not all(isinstance(part, str) for pair in pairs for part in pair):
        raise ManifestError(f"{file} is neither Relay's manifest nor Apollo's")
    return [read_text(f"{file}, document {id_!r}", id_, text) for id_, text in pairs]


def operations_of(file: Path, manifest: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """The ids and texts of Apollo's manifest."""
    if manifest.get("version") != 1:
        raise ManifestError(f"{file} is not version 1 of Apollo's manifest")
    try:
        return [(each["id"], each["body"]) for each in manifest["operations"]]
    except (TypeError, KeyError):
        raise ManifestError(f"{file} has operations without id or body") from None


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; KeyError where a key has two values that differ."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if found.setdefault(key, value) != value:
            raise KeyError(key)
    return found
