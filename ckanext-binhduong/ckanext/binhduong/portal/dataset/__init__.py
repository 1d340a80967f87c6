"""What a dataset's page shows beside its metadata."""
