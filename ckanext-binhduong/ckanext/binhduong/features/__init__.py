"""Rows and shapes as a service: reads the database contract ``geo.*``, knows neither files nor releases."""

__all__: list[str] = []
