"""What a column's title says beside its name: what it promises of the cells, and which axis of a place it is."""
