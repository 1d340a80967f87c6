"""Whether each parameter of an action has the type that it is declared with; CKAN's own actions included. Imports no CKAN."""

from ckanext.binhduong.security.parameters.check import Fault, find_wrong_field, find_wrong_parameter

__all__ = ["Fault", "find_wrong_field", "find_wrong_parameter"]
