"""Where a table's rows are: columns and shapes, coordinate systems, administrative units."""
