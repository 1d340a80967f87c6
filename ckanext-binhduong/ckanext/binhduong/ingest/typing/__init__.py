"""What type each column has and how its cells are written, and the conversion of its cells."""
