"""The addresses below ``/de-nghi``."""

from flask import Blueprint

from ckanext.binhduong.workflow.pages import data_request_files, data_request_office, data_requests

__all__ = ["binhduong_data_requests"]

binhduong_data_requests = Blueprint("binhduong_data_requests", __name__)

_ADDRESSES = (
    ("/de-nghi", "register", data_requests.register, ("GET",)),
    ("/de-nghi", "send", data_requests.send, ("POST",)),
    ("/de-nghi/<int(max=999999999):number>", "one", data_requests.one, ("GET",)),
    ("/de-nghi.csv", "as_csv", data_request_files.as_csv, ("GET",)),
    ("/de-nghi.atom", "as_atom", data_request_files.as_atom, ("GET",)),
    ("/de-nghi/xu-ly", "queue", data_request_office.queue, ("GET",)),
    ("/de-nghi/xu-ly/<int(max=999999999):number>", "handle", data_request_office.handle, ("GET",)),
    ("/de-nghi/xu-ly/<int(max=999999999):number>", "save", data_request_office.save, ("POST",)),
)

for _rule, _endpoint, _view, _methods in _ADDRESSES:
    binhduong_data_requests.add_url_rule(_rule, endpoint=_endpoint, view_func=_view, methods=_methods)
