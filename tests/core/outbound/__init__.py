"""Tests of calls to addresses that others gave."""
