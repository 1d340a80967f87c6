"""Validators that the schemas name. Each turns a plain rule into CKAN's errors; messages say where, why and how to correct."""

from ckanext.binhduong.catalogue.logic.validators.codes import (
    binhduong_code,
    binhduong_codes,
    binhduong_high_value,
    binhduong_unit,
    binhduong_units,
)
from ckanext.binhduong.catalogue.logic.validators.resources import (
    binhduong_release_field,
    binhduong_resource_address,
    binhduong_resource_marks,
    binhduong_telephone,
    binhduong_web_address,
    binhduong_without_relations,
)
from ckanext.binhduong.catalogue.logic.validators.text import binhduong_name_from_title, binhduong_nfc
from ckanext.binhduong.catalogue.logic.validators.values import (
    binhduong_columns,
    binhduong_date,
    binhduong_end_of_period,
    binhduong_extent,
    binhduong_latitude,
    binhduong_limit,
    binhduong_longitude,
    binhduong_reading,
    binhduong_table_schema,
)

__all__ = [
    "binhduong_code",
    "binhduong_codes",
    "binhduong_columns",
    "binhduong_date",
    "binhduong_end_of_period",
    "binhduong_extent",
    "binhduong_high_value",
    "binhduong_latitude",
    "binhduong_limit",
    "binhduong_longitude",
    "binhduong_name_from_title",
    "binhduong_nfc",
    "binhduong_reading",
    "binhduong_release_field",
    "binhduong_resource_address",
    "binhduong_resource_marks",
    "binhduong_table_schema",
    "binhduong_telephone",
    "binhduong_unit",
    "binhduong_units",
    "binhduong_web_address",
    "binhduong_without_relations",
]
