"""Documents that clients name instead of sending: persisted on the way, or trusted by the deployment.

In: parameters, and at the start files of trusted documents. Out: a document's text, or `Refused`.
Never: a document kept under a hash that is not its own.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson

from graph.engine.errors import Code
from graph.serving.parameters import Parameters
from graph.serving.refusal import Refused

HASH = re.compile(r"[0-9a-f]{64}")
APOLLO = "apollo-persisted-query-manifest"


class ManifestError(ValueError):
    """Trusted documents that cannot be read; the message says where and why."""


class Documents:
    """The texts that hashes and ids stand for; those persisted on the way are bounded, the last used stay."""

    def __init__(
        self,
        trusted: Mapping[str, str] | None = None,
        *,
        only_trusted: bool = False,
        entries: int = 1000,
        characters: int = 4_000_000,
    ) -> None:
        self.trusted = dict(trusted or {})
        self.texts = frozenset(self.trusted.values())
        self.only_trusted = only_trusted
        self.entries = entries
        self.characters = characters
        self.held = 0
        self.kept: OrderedDict[str, str] = OrderedDict()

    def text_of(self, parameters: Parameters) -> str:
        """The text of what a request asks: sent, sent once before, or trusted."""
        named = persisted_hash(parameters.extensions)
        if parameters.query is not None:
            return self.sent(parameters.query, named)
        name = named or parameters.document_id
        if not name:
            raise Refused("`query` is missing: it is the text of a GraphQL document.")
        text = self.find(name)
        if text is None:
            # The words that clients of automatic persisted queries look for.
            raise Refused("PersistedQueryNotFound", code=Code.PERSISTED_QUERY_NOT_FOUND)
        return text

    def sent(self, text: str, named: str | None) -> str:
        """Check a text that was sent, and keep it where the client also sent its hash."""
        if self.only_trusted and text not in self.texts:
            raise Refused(
                "Only trusted documents are answered here.", HTTPStatus.FORBIDDEN, Code.DOCUMENT_NOT_TRUSTED
            )
        if named is not None:
            if sha256(text.encode()).hexdigest() != named:
                raise Refused("The hash of the persisted query is not that of its text.")
            if not self.only_trusted:
                self.keep(named, text)
        return text

    def find(self, name: str) -> str | None:
        """The text of a hash or id: as it is, or behind `sha256:`."""
        found = self.trusted.get(name) or self.trusted.get(name.removeprefix("sha256:"))
        if found is None and (found := self.kept.get(name.removeprefix("sha256:"))) is not None:
            self.kept.move_to_end(name.removeprefix("sha256:"))
        return found

    def keep(self, digest: str, text: str) -> None:
        """Keep a text under its hash."""
        if digest in self.kept:
            self.kept.move_to_end(digest)
            return
        self.kept[digest] = text
        self.held += len(text)
        while len(self.kept) > self.entries or self.held > self.characters:
            _, dropped = self.kept.popitem(last=False)
            self.held -= len(dropped)


def persisted_hash(extensions: Mapping[str, Any]) -> str | None:
    """The hash of Apollo's `persistedQuery` extension; refuses one that is not of its form."""
    if "persistedQuery" not in extensions:
        return None
    given = extensions["persistedQuery"]
    if not isinstance(given, dict) or given.get("version") != 1:
        raise Refused("`extensions.persistedQuery` is not of version 1.")
    digest = given.get("sha256Hash")
    if not isinstance(digest, str) or not HASH.fullmatch(digest.lower()):
        raise Refused("`extensions.persistedQuery.sha256Hash` is not a SHA-256 in hexadecimal.")
    return digest.lower()


def read_trusted(path: Path) -> dict[str, str]:
    """Read trusted documents: a manifest, or a folder of manifests and `.graphql` files.

    A file's document is named by its file's stem and by its SHA-256; so is each of a manifest beside its id.
    Raises ManifestError.
    """
    try:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        found: dict[str, str] = {}
        for file in files:
            if file.suffix in (".graphql", ".gql"):
                found[file.stem] = file.read_text(encoding="utf-8")
            elif file.suffix == ".json":
                found |= read_manifest(file)
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"trusted documents cannot be read: {error}") from error
    if not found:
        raise ManifestError(
            f"{path} has no trusted documents: give a manifest, or a folder of .graphql files"
        )
    return {sha256(text.encode()).hexdigest(): text for text in found.values()} | found


def read_manifest(file: Path) -> dict[str, str]:
    """Read Relay's manifest, `{id: text}`, or Apollo's, `{format, version, operations: [{id, body}]}`."""
    try:
        read = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise ManifestError(f"{file} is not JSON: {error}") from None
    if isinstance(read, dict) and read.get("format") == APOLLO:
        if read.get("version") != 1:
            raise ManifestError(f"{file} is not version 1 of Apollo's manifest")
        try:
            read = {each["id"]: each["body"] for each in read["operations"]}
        except (TypeError, KeyError):
            raise ManifestError(f"{file} has operations without id or body") from None
    if not isinstance(read, dict) or not all(isinstance(text, str) for text in (*read, *read.values())):
        raise ManifestError(f"{file} is neither Relay's manifest nor Apollo's")
    return read
