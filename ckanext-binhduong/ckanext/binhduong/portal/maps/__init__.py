"""Maps of a resource's rows: every row that answers, coloured by what it is, with a legend in the agency's own words."""
