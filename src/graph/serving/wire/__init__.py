"""Connections that wait for nobody for ever: uvicorn's own protocols, with bounds for what clients send and take.

connection   HTTP: one request after another
socket       a WebSocket
intake       what a client sends, taken a little at a time
flow         what it takes of what it is sent
refusing     what is said where there is no request to answer
bounds       how many, how large and how slow all that may be
"""
