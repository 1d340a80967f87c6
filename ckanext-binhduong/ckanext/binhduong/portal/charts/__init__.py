"""Charts of a table as SVG: their shape, their labels, and the files to take away."""
