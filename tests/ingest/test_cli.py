"""``ingest check`` and ``ingest findings`` on the command line."""

import json
from pathlib import Path

from click.testing import CliRunner

from ckanext.binhduong.ingest import check_file, ingest_commands
from ckanext.binhduong.ingest.findings.documentation import findings_table


def test_check_says_what_to_mend_and_fails(tmp_path: Path) -> None:
    """A refused file gives exit status 1 and its findings in Vietnamese."""
    source = tmp_path / "a.csv"
    source.write_text("Tên;Ngày\nA;31/02/2023\n")
    done = CliRunner().invoke(ingest_commands, ["check", str(source)])
    assert done.exit_code == 1
    assert "✗ Dòng 2, cột “Ngày”: “31/02/2023” không phải là ngày có thật." in done.output


def test_check_gives_the_same_report_as_the_function(tmp_path: Path) -> None:
    """``--json`` prints the very report that ``check_file`` gives; options are passed on."""
    source = tmp_path / "a.csv"
    source.write_text("Tên;Số\nA;1.234\n")
    options = {"schema": {"fields": [{"name": "ten"}, {"name": "so", "type": "integer"}]}}
    done = CliRunner().invoke(ingest_commands, ["check", str(source), "--json", "--options", json.dumps(options)])
    assert done.exit_code == 0
    assert json.loads(done.output) == check_file(source, name="a.csv", options=options, work_dir=tmp_path).report


def test_findings_prints_the_table() -> None:
    """The command prints what stands in docs/ingest/findings.md."""
    assert CliRunner().invoke(ingest_commands, ["findings"]).output.strip() == findings_table()
