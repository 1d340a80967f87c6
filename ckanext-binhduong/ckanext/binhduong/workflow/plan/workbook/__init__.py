"""The list of open data as a workbook: its columns, its reading, its writing."""
