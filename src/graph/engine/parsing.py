"""graphql-core's parser and validator, leaving nothing behind in circles.

In: text, a schema, rules. Out: a syntax tree, errors. Never: tokens that know their neighbours, nor rules that know
what they validated: such circles wait for a search for garbage, which stops every request; a refused document of 2,000
tokens would leave a megabyte of them.
"""

from collections.abc import Sequence

from graphql import DocumentNode, GraphQLError, GraphQLSchema, Lexer, Source, Token, validate
from graphql.language.parser import Parser
from graphql.validation import ASTValidationRule, ValidationContext


def parse_text(text: str, tokens: int) -> DocumentNode:
    """The syntax tree of a text of so many tokens at the most; GraphQLError where it has none."""
    lexer = Lexer(Source(text))
    first = lexer.token
    try:
        return Parser(
            lexer.source, max_tokens=tokens, allow_empty_selection_sets=False, lexer=lexer
        ).parse_document()
    finally:
        part(first)


def part(token: Token | None) -> None:
    """Let each token forget the one before and the one behind it: the tree needs but their places."""
    while token is not None:
        behind, token.next, token.prev = token.next, None, None
        token = behind


def find_errors(
    schema: GraphQLSchema,
    document: DocumentNode,
    rules: Sequence[type[ASTValidationRule]],
    most: int,
    *,
    hide_suggestions: bool,
) -> list[GraphQLError]:
    """What is wrong with a document, so many errors at the most."""
    kept: list[object] = []

    def keeping(rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
        def make(context: ValidationContext) -> ASTValidationRule:
            made = rule(context)
            kept.extend((made, context))
            return made

        # The validator calls each rule with its context, and asks no more of it.
        return make  # type: ignore[return-value]

    try:
        return validate(schema, document, [keeping(rule) for rule in rules], most, hide_suggestions)
    finally:
        for each in kept:
            vars(each).clear()
