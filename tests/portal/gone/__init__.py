"""Tests of the pages of rows that a release has taken out."""
