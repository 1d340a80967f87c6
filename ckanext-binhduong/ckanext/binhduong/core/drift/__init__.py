"""Parts that must say the same (database, files, tables, layers, index, kept answers): what compares them, and what was found."""
