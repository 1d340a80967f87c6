"""Where a sheet's table begins and ends, and which of its rows are records."""
