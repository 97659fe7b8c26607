"""Reads that are more than one line of a query. A selector never calls an action."""
