"""A zip as Canvas delivers it, with a roster, through the real command to the gradebook."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

HONEST = """
import torch

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
ROSTER = "学号,姓名\r\n20230001,张三\r\n20230002,Li Si\r\n20230003,王五\r\n20230004,赵六\r\n"


def zipped(files: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_a_zip_from_canvas_is_graded_under_the_numbers_of_the_roster(tmp_path: Path) -> None:
    inner = zipped({"part/softmax.py": HONEST, "../../../escaped.py": HONEST, "__MACOSX/._softmax.py": "x"})
    (tmp_path / "submissions.zip").write_bytes(
        zipped({
            "张三_11_101_作业.zip": zipped({"作业/more.zip": inner}),
            "lisi_LATE_12_102_softmax.py": HONEST,
            "王五_13_103_bomb.zip": zipped({"softmax.py": bytes(64 << 20)}),
            "zoe_14_104_softmax.py": HONEST,
            "赵流.py": HONEST,
        })
    )  # fmt: skip
    (tmp_path / "class.csv").write_bytes(ROSTER.encode("gbk"))
    before = sorted(path.name for path in tmp_path.iterdir())
    done = subprocess.run(
        [
            sys.executable, "-m", "torchgrade", "grade", "submissions.zip", "--out", "run", "--roster", "class.csv",
            "--exercises", "softmax", "--jobs", "2", "--seed", "5",
        ],
        cwd=tmp_path, env=dict(os.environ), capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    with (tmp_path / "run" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert {name: row["status"] for name, row in rows.items()} == {
        "20230001": "graded",
        "20230002": "graded",
        "20230003": "not understood",
        "20230004": "nothing submitted",
        "zoe_14": "graded",
        "赵流.py": "not understood",
    }
    assert {rows[name]["percent"] for name in ("20230001", "20230002", "zoe_14")} == {"100"}
    assert "Submitted late" in rows["20230002"]["notes"]
    assert "its path points outside its archive" in rows["20230001"]["notes"]
    assert "the grader reads at most 2048 KiB" in rows["20230003"]["notes"]
    assert "is not in the roster" in rows["zoe_14"]["notes"]
    assert "赵六 (20230004)" in rows["赵流.py"]["notes"]
    results = [json.loads(line) for line in (tmp_path / "run" / "results.jsonl").read_text("utf-8").splitlines()]
    assert results[0]["files"][0]["name"] == "作业.zip/作业/more.zip/part/softmax.py"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*before, "run"])
    assert not (tmp_path.parent / "escaped.py").exists()
