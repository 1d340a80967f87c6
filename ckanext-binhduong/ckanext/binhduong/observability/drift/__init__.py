"""The drift check: run every comparison, keep what was found, say it in a terminal, to the metrics and on the operators' page."""
