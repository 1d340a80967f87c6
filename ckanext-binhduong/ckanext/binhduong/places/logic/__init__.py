"""The ``place_*`` actions."""
