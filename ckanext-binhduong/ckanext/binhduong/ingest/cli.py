"""``ingest check FILE``: the flight check on the command line, for officers' helpers and operators."""

import json
import sys
import tempfile
from pathlib import Path

import click

from ckanext.binhduong.ingest.check import check_file
from ckanext.binhduong.ingest.findings.documentation import findings_table
from ckanext.binhduong.ingest.model import Report

__all__ = ["ingest_commands"]

_SIGNS = {"error": "✗", "warning": "!", "note": "·"}


@click.group("ingest")
def ingest_commands() -> None:
    """Đọc và kiểm tra tệp dữ liệu / Read and check data files."""


@ingest_commands.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In báo cáo dạng JSON / print the report as JSON.")
@click.option("--options", default="{}", help='JSON: {"sheet", "table", "layer", "encoding", "crs", "records", "schema"}.')
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ / language.")
def check(file: Path, as_json: bool, options: str, lang: str) -> None:
    """Kiểm tra một tệp, không lưu gì / check one file and store nothing. Exit status 1 when it would be refused."""
    try:
        asked = json.loads(options)
    except ValueError as error:
        raise click.BadParameter("JSON", param_hint="--options") from error
    with tempfile.TemporaryDirectory() as work:
        report = check_file(file, name=file.name, options=asked, work_dir=work).report
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else _as_text(report, lang))
    sys.exit(0 if report["ok"] else 1)


def _as_text(report: Report, lang: str) -> str:
    source, rows = report["source"], report["rows"]
    lines = [f"{source['name']}: {source['format']}, {rows['in']} → {rows['out']} ({rows['refused']})"]
    for column in report["columns"]:
        role = f" [{column['role']}]" if column["role"] else ""
        lines.append(f"  {column['name']}: {column['type']}{role} – {column['title']}")
    for finding in report["findings"]:
        lines.append(f"{_SIGNS[finding['severity']]} {finding['message'][lang]} {finding['remedy'][lang]} ({finding['code']})")
    return "\n".join(lines)


@ingest_commands.command("findings")
def findings() -> None:
    """In bảng các điều có thể tìm thấy / print the table of findings (Markdown)."""
    click.echo(findings_table())
