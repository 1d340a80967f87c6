"""What a shared link shows and how short it is: the picture of a dataset (Open Graph), and an address that fits on a poster."""
