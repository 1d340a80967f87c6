"""The corpus's cases by family: each a file's content and what a person expects of it, written before any reader saw it."""
