"""The whole answer to a question as one file: text that the database writes, or FlatGeobuf made of it."""
