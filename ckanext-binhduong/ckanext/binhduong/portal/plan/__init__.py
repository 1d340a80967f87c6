"""``/plan``: whether a plot lies in a published plan, yes or no first."""
