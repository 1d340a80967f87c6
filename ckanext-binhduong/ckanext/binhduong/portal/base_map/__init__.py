"""The map under every map: which tiles there are, who made them, and how they are built."""
