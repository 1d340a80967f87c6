"""Actions on the files of a release."""
