"""Repair, sweeping, retirement and the nightly run."""
