"""The engine: one operation becomes one SQL statement for each root field, and the database writes the JSON.

    request → document → selection → plan → statement → bytes → response

`pipeline` reads as those stages:

    document, limits     text → parsed, validated, measured
    inputs, selection    fragments merged, @skip and @include applied, arguments read
    planning/            selection → plan; `plan` and `operands` say what a plan is made of
    sql/, dialects/      plan → statement
    prepared             what is planned and written once, and used again
    binding, databases/  variables → parameters, statement → bytes; `line` before the database
    response             bytes → response

`explaining` and `printing` show all this to people.
"""

from graph.engine.pipeline import Answer, Engine, Request

__all__ = ["Answer", "Engine", "Request"]
