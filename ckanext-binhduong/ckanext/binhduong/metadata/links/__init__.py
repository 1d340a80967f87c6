"""Links of datasets to files elsewhere: whether they answer."""
