"""Our errors as CKAN's actions raise them."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk
from flask import Flask, Response

from ckanext.binhduong.core.answer_headers.page_policy import allow_sources, allowed_sources
from ckanext.binhduong.core.problems import action_errors
from ckanext.binhduong.core.problems.action_errors import RequestNotFound, RequestRefused, ckan_errors, is_busy, message_of, set_status
from ckanext.binhduong.core.problems.request_errors import ArgumentError, LayerNotFoundError, RequestError, UnavailableError


@pytest.mark.parametrize(
    ("problem", "kind", "key", "status", "retry_after", "busy"),
    [
        (ArgumentError("near", "position"), RequestRefused, "near", 400, None, False),
        (UnavailableError(), RequestRefused, "message", 503, "5", True),
    ],
)
def test_a_refused_request_has_its_own_status(
    problem: RequestError, kind: type, key: str, status: int, retry_after: str | None, busy: bool
) -> None:
    """CKAN's answer of 409 becomes the status of the error, whose message stands under the parameter's name; another status stays."""
    with Flask(__name__).test_request_context():
        with pytest.raises(kind) as raised, ckan_errors():
            raise problem
        answers = [set_status(Response(status=409)), set_status(Response(status=200))]
    assert raised.value.error_dict == {key: [problem.both]}
    assert [(answer.status_code, answer.headers.get("Retry-After")) for answer in answers] == [(status, retry_after), (200, None)]
    assert (raised.value.problem, is_busy(raised.value)) == (problem, busy)


def test_what_is_not_there() -> None:
    """It is CKAN's ObjectNotFound, which its API answers with 404 by itself."""
    with pytest.raises(RequestNotFound) as raised, ckan_errors():
        raise LayerNotFoundError("x")
    assert message_of(raised.value, "en") == "There is no such layer or feature."


def test_a_page_has_the_message_in_its_language() -> None:
    """Of our errors, whatever characters they hold; CKAN's own are said as CKAN says them."""
    refused = RequestRefused(ArgumentError("filters", "unknown-value", value="a / b", column="loai", allowed="x"))
    assert message_of(refused, "en") == "filters has no value «a / b» in column loai; the values are: x."
    assert message_of(refused, "vi") == "filters không có giá trị «a / b» ở cột loai; các giá trị có: x."
    assert message_of(tk.ValidationError({"name": ["Missing value"]}), "en") == "Missing value"
    assert not is_busy(tk.ValidationError({"message": ["x"]}))
    assert action_errors.message_of(tk.ObjectNotFound("gone"), "vi") == "gone"


def test_a_view_allows_its_page_more_sources() -> None:
    """What two parts of a page need is added up, for this request only."""
    with Flask(__name__).test_request_context():
        allow_sources({"img-src": "https://a.example"})
        allow_sources({"frame-ancestors": "*"})
        assert allowed_sources() == {"img-src": "https://a.example", "frame-ancestors": "*"}
    with Flask(__name__).test_request_context():
        assert allowed_sources() == {}
