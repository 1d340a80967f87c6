"""Public datasets that were withdrawn: the reason that is asked for, and the page that stays (410)."""
