"""The way to a point: a link to the map service that the operator names, and the device's own map application. Imports no CKAN."""

from urllib.parse import urlsplit

__all__ = ["DEFAULT", "directions_to"]

DEFAULT = "https://www.openstreetmap.org/directions?to={lat}%2C{lon}"


def directions_to(template: str, lon: float, lat: float) -> dict[str, str]:
    """Return ``web`` (works in every browser) and ``geo`` (RFC 5870, for devices with a map application).

    Args:
        template: an https address with ``{lat}`` and ``{lon}``; another one is passed over for the default.
        lon: degrees, WGS 84.
        lat: degrees, WGS 84.
    """
    usable = urlsplit(template).scheme == "https" and "{lat}" in template and "{lon}" in template
    place = (template if usable else DEFAULT).replace("{lat}", f"{lat:.6f}").replace("{lon}", f"{lon:.6f}")
    return {"web": place, "geo": f"geo:{lat:.6f},{lon:.6f}?q={lat:.6f},{lon:.6f}"}
