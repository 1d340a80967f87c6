"""Writes small OpenStreetMap files for the tests: the XML form and the PBF form that mirrors offer.

PBF (https://wiki.openstreetmap.org/wiki/PBF_Format) is a row of blobs, each a protobuf message with its length before it. Only what
these tests need is written: plain nodes and ways, one group, no compression.
"""

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

__all__ = ["Node", "Way", "write_pbf", "write_xml"]


@dataclass(frozen=True)
class Node:
    """A point: id, longitude and latitude in degrees, tags."""

    id: int
    lon: float
    lat: float
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """A line through nodes by id; closed when the first is also the last."""

    id: int
    nodes: list[int]
    tags: dict[str, str] = field(default_factory=dict)


def write_xml(path: Path, nodes: list[Node], ways: list[Way]) -> Path:
    """Write an .osm file."""
    root = ET.Element("osm", version="0.6")
    for node in nodes:
        element = ET.SubElement(root, "node", id=str(node.id), lon=f"{node.lon:.7f}", lat=f"{node.lat:.7f}")
        _xml_tags(element, node.tags)
    for way in ways:
        element = ET.SubElement(root, "way", id=str(way.id))
        for ref in way.nodes:
            ET.SubElement(element, "nd", ref=str(ref))
        _xml_tags(element, way.tags)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path


def _xml_tags(element: ET.Element, tags: dict[str, str]) -> None:
    for key, value in tags.items():
        ET.SubElement(element, "tag", k=key, v=value)


def write_pbf(path: Path, nodes: list[Node], ways: list[Way]) -> Path:
    """Write an .osm.pbf file."""
    header = _bytes(4, b"OsmSchema-V0.6")
    path.write_bytes(_blob("OSMHeader", header) + _blob("OSMData", _block(nodes, ways)))
    return path


def _blob(kind: str, content: bytes) -> bytes:
    blob = _bytes(1, content) + _number(2, len(content))
    head = _bytes(1, kind.encode()) + _number(3, len(blob))
    return len(head).to_bytes(4, "big") + head + blob


def _block(nodes: list[Node], ways: list[Way]) -> bytes:
    strings: list[str] = [""]
    written = b"".join(_bytes(1, _node(node, strings)) for node in nodes)
    written_ways = b"".join(_bytes(3, _way(way, strings)) for way in ways)
    table = b"".join(_bytes(1, text.encode()) for text in strings)
    groups = _bytes(2, written) + (_bytes(2, written_ways) if ways else b"")
    return _bytes(1, table) + groups


def _node(node: Node, strings: list[str]) -> bytes:
    position = _number(8, _zigzag(round(node.lat * 1e7))) + _number(9, _zigzag(round(node.lon * 1e7)))
    return _number(1, _zigzag(node.id)) + _tags(node.tags, strings) + position


def _way(way: Way, strings: list[str]) -> bytes:
    steps = [way.nodes[0], *(after - before for before, after in zip(way.nodes, way.nodes[1:], strict=False))]
    return _number(1, way.id) + _tags(way.tags, strings) + _bytes(8, b"".join(_varint(_zigzag(step)) for step in steps))


def _tags(tags: dict[str, str], strings: list[str]) -> bytes:
    keys, values = b"", b""
    for key, value in tags.items():
        strings += [key, value]
        keys += _varint(len(strings) - 2)
        values += _varint(len(strings) - 1)
    return _bytes(2, keys) + _bytes(3, values) if tags else b""


def _zigzag(value: int) -> int:
    return value * 2 if value >= 0 else -value * 2 - 1


def _varint(value: int) -> bytes:
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3) + _varint(value)


def _bytes(tag: int, content: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(content)) + content
