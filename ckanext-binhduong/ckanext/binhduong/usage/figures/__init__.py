"""The figures of use as a dataset of the portal's own."""
