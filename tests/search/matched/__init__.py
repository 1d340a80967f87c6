"""Why a dataset was found."""
