"""The engine: one operation becomes one SQL statement for each root field, and the database writes the JSON.

    request → document → selection → plan → statement → bytes → response

`pipeline` reads as those stages; each stage is a module of that name.
"""

from graph.engine.pipeline import Answer, Engine, Request

__all__ = ["Answer", "Engine", "Request"]
