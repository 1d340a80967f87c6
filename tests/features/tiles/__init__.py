"""Vector tiles of the published layers."""
