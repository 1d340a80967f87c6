"""A question to the records becomes filters of the search index."""

from __future__ import annotations

import pytest

from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.metadata.records.questions import MOST_LIMIT, read_question, search_of

ID = "0b5c1a8e-1f2d-4c3b-9a7e-2f6d5c4b3a21"


def quoted(text: str) -> str:
    return f'"{text}"'


@pytest.mark.parametrize(
    ("name", "value", "filters"),
    [
        pytest.param("q", "nhà  thuốc", ['text:("nhà  thuốc")'], id="words stand together"),
        pytest.param("q", "nhà thuốc, chợ,", ['text:("nhà thuốc" OR "chợ")'], id="commas are alternatives"),
        pytest.param("type", "dataset,series", [], id="one of the types is ours"),
        pytest.param("ids", f"{ID},nha-thuoc", [f'id:("{ID}")'], id="ids of our form"),
        pytest.param("externalIds", "MẪU-02,list-number:12", ['list_number:("MẪU-02" OR "12")'], id="with and without the scheme"),
        pytest.param("externalIds", "list-number", ["list_number:*"], id="the scheme alone"),
        pytest.param(
            "datetime",
            "2024-06-01",
            [
                "temporal_start:* OR temporal_end:*",
                'temporal_start:[* TO "2024-06-01"] OR (*:* -temporal_start:*)',
                'temporal_end:["2024-06-01" TO *] OR (*:* -temporal_end:*)',
            ],
            id="a day",
        ),
        pytest.param(
            "datetime",
            "2024-05-31T17:00:00Z/..",
            ["temporal_start:* OR temporal_end:*", 'temporal_end:["2024-06-01" TO *] OR (*:* -temporal_end:*)'],
            id="a moment is of its day in Vietnam",
        ),
    ],
)
def test_a_parameter_is_a_filter(name: str, value: str, filters: list[str]) -> None:
    """As the standard reads it."""
    found = search_of(read_question({name: [value]}), quoted)
    assert found is not None
    assert found.filters == filters


@pytest.mark.parametrize(
    ("name", "value"), [("type", "series"), ("type", ""), ("ids", ""), ("ids", "nha-thuoc"), ("q", ","), ("externalIds", "")]
)
def test_what_nothing_can_answer_is_not_asked(name: str, value: str) -> None:
    """A type that there is not, an empty list, an id of another form."""
    assert search_of(read_question({name: [value]}), quoted) is None


def test_heights_of_a_box_are_left_out() -> None:
    """Extents have none."""
    assert read_question({"bbox": ["106.5,10.9,0,106.7,11.1,50"]})["bbox"] == (106.5, 10.9, 106.7, 11.1)


def test_more_than_the_most_is_the_most() -> None:
    """As the standard has it of `limit`: no error."""
    assert read_question({"limit": ["9999"]})["limit"] == MOST_LIMIT


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        pytest.param({"limit": ["0"]}, "limit", id="limit"),
        pytest.param({"limit": ["x"]}, "limit", id="limit-text"),
        pytest.param({"offset": ["-1"]}, "offset", id="offset"),
        pytest.param({"offset": ["50001"]}, "offset", id="offset-far"),
        pytest.param({"bbox": ["1,2,3"]}, "bbox", id="bbox"),
        pytest.param({"bbox": ["200,10,201,11"]}, "bbox", id="bbox-range"),
        pytest.param({"datetime": ["hôm qua"]}, "datetime", id="datetime"),
        pytest.param({"datetime": ["../.."]}, "datetime", id="datetime-open"),
        pytest.param({"q": ["x" * 2001]}, "q", id="long"),
        pytest.param({"q": [",".join("x" * 101)]}, "q", id="many"),
        pytest.param({"q": ["a\x00"]}, "q", id="control"),
        pytest.param({"f": ["html"]}, "f", id="form"),
        pytest.param({"qq": ["x"]}, "qq", id="unknown"),
        pytest.param({"q": ["a", "b"]}, "q", id="twice"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(sent: dict[str, list[str]], place: str) -> None:
    """An unknown one too: a misspelt filter would answer with everything."""
    with pytest.raises(ArgumentError) as refused:
        read_question(sent)
    assert refused.value.place == place
