"""The files of a release in every format, and answers with a part of a table's rows."""
