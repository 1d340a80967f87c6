"""The package's actions."""
