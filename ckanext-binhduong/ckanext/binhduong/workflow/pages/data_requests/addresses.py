"""The addresses below ``/de-nghi``."""

from flask import Blueprint

from ckanext.binhduong.workflow.pages.data_requests import files, office, register

__all__ = ["binhduong_data_requests"]

binhduong_data_requests = Blueprint("binhduong_data_requests", __name__)

_ADDRESSES = (
    ("/de-nghi", "register", register.register, ("GET",)),
    ("/de-nghi", "send", register.send, ("POST",)),
    ("/de-nghi/<int(max=999999999):number>", "one", register.one, ("GET",)),
    ("/de-nghi.csv", "as_csv", files.as_csv, ("GET",)),
    ("/de-nghi.atom", "as_atom", files.as_atom, ("GET",)),
    ("/de-nghi/xu-ly", "queue", office.queue, ("GET",)),
    ("/de-nghi/xu-ly/<int(max=999999999):number>", "handle", office.handle, ("GET",)),
    ("/de-nghi/xu-ly/<int(max=999999999):number>", "save", office.save, ("POST",)),
)

for _rule, _endpoint, _view, _methods in _ADDRESSES:
    binhduong_data_requests.add_url_rule(_rule, endpoint=_endpoint, view_func=_view, methods=_methods)
