"""The pages of requests for data: the register, its files, and the pages of those who answer."""
