"""How data come to be published: what an agency promises, by when, and whether it came."""

__all__: list[str] = []
