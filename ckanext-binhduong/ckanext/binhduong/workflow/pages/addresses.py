"""The addresses below ``/ke-hoach``."""

from flask import Blueprint

from ckanext.binhduong.workflow.pages import files, forms, public

__all__ = ["binhduong_plans"]

binhduong_plans = Blueprint("binhduong_plans", __name__)

_ADDRESSES = (
    ("/ke-hoach", "plan", public.plan, ("GET",)),
    ("/ke-hoach/tre-han", "late", public.late, ("GET",)),
    ("/ke-hoach/muc/<item_id>", "item", public.item, ("GET",)),
    ("/ke-hoach.csv", "as_csv", files.as_csv, ("GET",)),
    ("/ke-hoach.xlsx", "as_workbook", files.as_workbook, ("GET",)),
    ("/ke-hoach.atom", "as_atom", files.as_atom, ("GET",)),
    ("/ke-hoach/tre-han.csv", "figures_csv", files.figures_csv, ("GET",)),
    ("/ke-hoach/nhap", "import_form", forms.import_form, ("GET",)),
    ("/ke-hoach/nhap", "import_list", forms.import_list, ("POST",)),
    ("/ke-hoach/ra-soat", "confirm_review", forms.confirm_review, ("POST",)),
    ("/ke-hoach/muc/<item_id>/sua", "edit", forms.edit, ("GET",)),
    ("/ke-hoach/muc/<item_id>/sua", "save", forms.save, ("POST",)),
)

for _rule, _endpoint, _view, _methods in _ADDRESSES:
    binhduong_plans.add_url_rule(_rule, endpoint=_endpoint, view_func=_view, methods=_methods)
