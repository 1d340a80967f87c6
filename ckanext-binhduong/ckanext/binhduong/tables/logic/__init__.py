"""Actions on the rows of one published table."""
