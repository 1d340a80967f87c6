"""Tests of the base map: what it shows, how it is cut, what pages say of it."""
