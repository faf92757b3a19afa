"""Documents that clients name instead of sending: persisted on the way, or trusted by the deployment.

In: parameters, and the trusted documents. Out: a document's text, or `Refused`.
Never: a document kept under a hash that is not its own.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from graph.engine.errors import Code
from graph.serving.parameters import Parameters
from graph.serving.refusal import Refused

HASH = re.compile(r"[0-9a-f]{64}")


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
    given = extensions.get("persistedQuery")
    if given is None:
        return None
    if not isinstance(given, dict) or given.get("version") != 1:
        raise Refused("`extensions.persistedQuery` is not of version 1.")
    digest = given.get("sha256Hash")
    if not isinstance(digest, str) or not HASH.fullmatch(digest.lower()):
        raise Refused("`extensions.persistedQuery.sha256Hash` is not a SHA-256 in hexadecimal.")
    return digest.lower()
