"""Approval by a second person: what waits, who decides, and the guards of every way to the public."""
