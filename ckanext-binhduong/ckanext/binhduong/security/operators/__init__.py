"""The page from which system administrators see how the portal is."""
