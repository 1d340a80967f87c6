"""One reader a family of formats: each opens a file, finds its table, and writes a ``Spool`` with findings on the way."""
