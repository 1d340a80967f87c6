"""Findings: collected while a file is read, their texts, the documentation, and the marked workbook."""
