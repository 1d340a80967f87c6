"""Template helpers of the pages."""

__all__: list[str] = []
