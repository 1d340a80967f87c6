"""Administrative units of Bình Dương in the lists of 2024 and 2025: names, history, boundaries, and finding them."""
