"""The GraphQL types of a catalogue, made with Strawberry: objects, connections, filters, orderings, roots.

In: a `Catalogue`. Out: a Strawberry schema. Never: a resolver for an entity's field: the engine answers those.
"""

from graph.api.schema import build_schema

__all__ = ["build_schema"]
