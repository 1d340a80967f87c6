"""Why a dataset was found: where the words of a search stand in it."""
