"""The databases that statements run on: one module for each driver.

In: statements and parameters. Out: bytes. Never: SQL of their own beside what opens and describes a database.
"""
