"""The base map that ships with the portal: its sources, and how its tiles are cut."""
