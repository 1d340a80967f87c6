"""What the index holds about a dataset."""
