"""GraphQL over HTTP: requests in, responses out, with their statuses, media types and headers.

In: Starlette requests. Out: Starlette responses. Never: SQL, nor anything of one dataset.
"""
