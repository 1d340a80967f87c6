"""A judged set for the search: a catalogue, queries, and grades that follow from written rules; see README.md."""
