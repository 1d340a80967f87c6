"""What a resource's page shows of its table."""
