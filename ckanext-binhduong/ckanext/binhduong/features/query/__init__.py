"""From a feature query to features: arguments, conditions, statements, pages."""
