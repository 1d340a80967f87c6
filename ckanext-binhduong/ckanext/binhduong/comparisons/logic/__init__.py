"""Actions on the differences between releases."""
