"""Features as the finder's list and the map's popups show them, in the page's language."""

from datetime import UTC, datetime
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.light_path.feature_documents import point_of
from ckanext.binhduong.portal.finder.card_facts import opening_words, row_of, status_kind
from ckanext.binhduong.portal.finder.row_state import has_picture_column, is_present, picture_fault
from ckanext.binhduong.portal.helpers.freshness import binhduong_freshness_of
from ckanext.binhduong.portal.stations.station_readings import add_readings

__all__ = ["light", "rows_of"]


def rows_of(features: list[dict[str, Any]], layers: dict[str, Any]) -> list[dict[str, Any]]:
    """Return features as the list shows them: what :func:`row_of` gives, the layer, the opening state in words, the readings."""
    rows = [_row(feature, layers.get(feature.get("layer", ""), {})) for feature in features]
    add_readings(rows)
    _judge_states(rows)
    return rows


def light(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the map needs it: its shape, its name, and where its card is."""
    feature = row["feature"]
    properties = {"name": row["name"], "layer": feature.get("layer"), "id": feature.get("id")}
    return {"type": "Feature", "geometry": feature.get("geometry"), "properties": properties}


def _row(feature: dict[str, Any], layer: dict[str, Any]) -> dict[str, Any]:
    row = row_of(feature, layer.get("fields", []))
    more = {"feature": feature, "layer": layer, "readings": None, "opening": None, "point": point_of(feature.get("geometry"))}
    if row["by_role"].get("opening_hours"):
        more["opening"] = _opening(feature)
    if row["by_role"].get("status"):
        more["status_kind"] = status_kind(str(row["by_role"]["status"]))
    row["is_sample"] = row["sample"] or layer.get("data_kind") == "sample"
    row["picture_fault"] = _picture_fault(row, layer, more.get("status_kind", ""))
    # A picture on another host would be a request to a third party: it becomes a link.
    more["own_picture"] = row["picture"].startswith(tk.config["ckan.site_url"].rstrip("/") + "/")
    return row | more


def _opening(feature: dict[str, Any]) -> dict[str, str]:
    """Return ``{"look", "text"}`` of a feature with opening hours."""
    key, values = opening_words(feature.get("open"), feature.get("open_changes"), datetime.now(UTC))
    days = (tk._("Monday"), tk._("Tuesday"), tk._("Wednesday"), tk._("Thursday"), tk._("Friday"), tk._("Saturday"), tk._("Sunday"))
    sentences = {
        "open": tk._("Open now"),
        "open-until": tk._("Open now · closes at {time}"),
        "closed": tk._("Closed now"),
        "closed-until": tk._("Closed now · opens at {time}"),
        "closed-until-tomorrow": tk._("Closed now · opens tomorrow at {time}"),
        "closed-until-day": tk._("Closed now · opens on {day} at {time}"),
        "unknown": tk._("Not known whether it is open now"),
    }
    day = days[int(values["day"])] if values else ""
    look = {"open": "good", "closed": "bad"}.get(key.partition("-")[0], "quiet")
    return {"look": look, "text": sentences[key].format(time=values.get("time", ""), day=day)}


def _judge_states(rows: list[dict[str, Any]]) -> None:
    """Take the colour from a state that may be over, and add of when it is: a silent station is not working, whatever its list says."""
    stated = [row for row in rows if row["by_role"].get("status") or row["readings"]]
    ages = binhduong_freshness_of([row["feature"]["dataset"] for row in stated])
    today = datetime.now(tk.h.get_display_timezone()).date()
    for row in stated:
        age = ages.get(row["feature"]["dataset"]) or {"state": "none", "as_of": ""}
        readings = row["readings"]
        if readings:
            row["state_is_present"] = not readings["stale"]
        else:
            row["state_is_present"] = is_present(age["state"], age["as_of"], today)
        row["state_as_of"] = age["as_of"]
        if not row["state_is_present"]:
            row["status_kind"] = "quiet"


def _picture_fault(row: dict[str, Any], layer: dict[str, Any], kind: str) -> str:
    """Say why a camera has no picture; empty for what has one, and for what is no camera."""
    if not has_picture_column(layer.get("fields", [])):
        return ""
    said = {
        "invented": tk._("No picture: this is an invented camera, its address does not exist."),
        "off": tk._("No picture: the data say that this camera is out of order ({state}).").format(state=row["by_role"].get("status", "")),
        "none": tk._("No picture: the agency gives no address of one."),
    }
    return said.get(picture_fault(row["picture"], kind), "")
