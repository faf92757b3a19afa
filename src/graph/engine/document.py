"""Query text → a document that is parsed, within limits and valid; kept for the next time.

In: text, the schema, limits. Out: a `Document`, or a refusal with every reason.
Never: runs anything. Limits come before validation, which is slower than linear on hostile text.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from graphql import (
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
)
from graphql.validation import NoSchemaIntrospectionCustomRule, recommended_rules, specified_rules
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from graph.engine.errors import Code, RequestRefused, failure, refuse
from graph.engine.introspection import check_introspection
from graph.engine.limits import Costs, Limits, check_document
from graph.engine.parsing import find_errors, parse_text

if TYPE_CHECKING:
    from graph.engine.prepared import Variants

LONG_NUMBER = re.compile(r"[0-9]{400}")
RULES = (*specified_rules, *recommended_rules, OneOfInputValidationRule)


@dataclass(frozen=True, eq=False)
class Document:
    """A valid document: its operations and fragments by name."""

    text: str
    operations: Mapping[str, OperationDefinitionNode]
    fragments: Mapping[str, FragmentDefinitionNode]
    # What was prepared for each operation, by the operation's identity: see `engine.prepared`.
    variants: dict[int, "Variants"] = field(default_factory=dict)
    # What each operation can cost, by its identity.
    costs: dict[int, Costs] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation of this name, or the only one."""
        if name is None:
            if len(self.operations) == 1:
                return next(iter(self.operations.values()))
            raise refuse(
                "The document has several operations: say which by operationName."
                if self.operations
                else "The document has no operation.",
                Code.OPERATION_RESOLUTION_FAILURE,
            )
        if name not in self.operations:
            raise refuse(f"The document has no operation named {name!r}.", Code.OPERATION_RESOLUTION_FAILURE)
        return self.operations[name]


def read_document(text: str, schema: GraphQLSchema, limits: Limits) -> Document:
    """Parse and check a document."""
    if LONG_NUMBER.search(text):
        raise refuse("A number in the document has too many digits.", Code.GRAPHQL_PARSE_FAILED)
    try:
        parsed = parse_text(text, limits.tokens)
    except GraphQLError as error:
        raise RequestRefused([coded(error, Code.GRAPHQL_PARSE_FAILED)]) from None
    check_document(parsed, limits)
    rules = RULES if limits.introspection else (*RULES, NoSchemaIntrospectionCustomRule)
    errors = find_errors(schema, parsed, rules, limits.errors, hide_suggestions=not limits.suggestions)
    if errors:
        raise RequestRefused([coded(error, Code.GRAPHQL_VALIDATION_FAILED) for error in errors])
    if "__schema" in text or "__type" in text:
        check_introspection(parsed, schema)
    operations = [each for each in parsed.definitions if isinstance(each, OperationDefinitionNode)]
    fragments = [each for each in parsed.definitions if isinstance(each, FragmentDefinitionNode)]
    return Document(
        text,
        {each.name.value if each.name else "": each for each in operations},
        {each.name.value: each for each in fragments},
    )


def coded(error: GraphQLError, code: Code) -> GraphQLError:
    """The same error with a code."""
    made = failure(error.message, code, error.nodes, error.path)
    made.source, made.positions, made.locations = error.source, error.positions, error.locations
    return made


class DocumentCache:
    """The documents used last, bounded in number and in characters.

    What is kept of a document, its tree and what was prepared of it, takes some 130 bytes for each character: 40 MB
    in all. Nothing of it is in a circle: a document that is forgotten goes at once.
    """

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, entries: int = 300, characters: int = 300_000
    ) -> None:
        self.schema = schema
        self.limits = limits
        self.entries = entries
        self.characters = characters
        self.held = 0
        self.lock = Lock()
        self.documents: OrderedDict[str, Document] = OrderedDict()

    def find(self, text: str) -> Document | None:
        """The document of a text, where it is kept."""
        with self.lock:
            found = self.documents.get(text)
            if found is not None:
                self.documents.move_to_end(text)
            return found

    def read(self, text: str) -> Document:
        """The document of a text, read again only where it is not kept; may run on any thread."""
        return self.find(text) or self.keep(text, read_document(text, self.schema, self.limits))

    def keep(self, text: str, made: Document) -> Document:
        """Keep a document, or give the one that another thread kept meanwhile."""
        with self.lock:
            found = self.documents.setdefault(text, made)
            if found is made:
                self.held += len(text)
            while self.documents and (len(self.documents) > self.entries or self.held > self.characters):
                dropped, _ = self.documents.popitem(last=False)
                self.held -= len(dropped)
            return found
