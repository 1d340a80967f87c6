"""Publishing large tables, beside the tools that would otherwise load them into PostGIS."""
