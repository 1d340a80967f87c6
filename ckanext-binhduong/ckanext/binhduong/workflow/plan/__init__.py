"""The list of open data and the plan of its publication: what each agency promises, by when, at which level, and what came."""
