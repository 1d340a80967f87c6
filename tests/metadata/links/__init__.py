"""Tests of links to files elsewhere."""
