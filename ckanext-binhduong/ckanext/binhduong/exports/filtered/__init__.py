"""Exports of the rows that a query leaves, streamed."""
