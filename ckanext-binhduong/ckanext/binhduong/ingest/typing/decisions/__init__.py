"""How a column's type is settled once its form is known: numbers, units and outlines, dates, and the rest."""
