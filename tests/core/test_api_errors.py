"""Errors of the Action API in their one form, without CKAN."""

from __future__ import annotations

from ckanext.binhduong.core.problems.api_errors import completed


def test_several_messages_stand_whole_on_lines_of_their_own() -> None:
    """Also one with a value that holds " / ": what divides the languages is no place to cut at."""
    messages = ["Giá trị “a / b” sai / Value “a / b” wrong", "Missing value"]
    error = completed({"__type": "Validation Error", "message": messages})
    assert error["message"] == "Giá trị “a / b” sai / Value “a / b” wrong\nChưa nhập giá trị / Missing value"
