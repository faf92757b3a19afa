"""What differs between databases: how JSON text is written, text compared, nulls ordered, decimals counted.

In: SQLAlchemy expressions. Out: SQLAlchemy expressions. Never: plans, connections.
`base` says what a dialect must provide; one module for each database provides it.
"""

from graph.engine.dialects.base import Dialect

__all__ = ["Dialect"]
