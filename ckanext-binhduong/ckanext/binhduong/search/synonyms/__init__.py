"""Words for the same thing."""
