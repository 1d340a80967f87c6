"""Write the sample files of the seed catalogue: ``python -m datasets.make_samples`` from the repository's root.

The rows are invented (names with "Mẫu", numbers nobody can have, a column ``du_lieu_mau``) but lie inside the right communes and
have the columns and the writing of an agency's file. Each dataset has a seed of its own: the same files, byte by byte, at every run.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from datasets.samples import cameras, environment, goods, health, pharmacies, wifi, zones

HERE = Path(__file__).resolve().parent

WRITERS: dict[str, Callable[[Path], None]] = {
    "camera-giao-thong": cameras.write,
    "co-so-y-te": health.write,
    "diem-hang-thiet-yeu": goods.write,
    "nha-thuoc": pharmacies.write,
    "quan-trac-moi-truong": environment.write,
    "quy-hoach": zones.write,
    "wifi-cong-cong-thu-dau-mot": wifi.write,
}


def make_samples(out: Path = HERE) -> None:
    """Write the files of every sample dataset into ``out/<dataset name>/``."""
    for name, write in WRITERS.items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        write(folder)


def main() -> None:
    """The command line: ``--out`` writes elsewhere than into ``datasets/``."""
    parser = argparse.ArgumentParser(description="Write the sample files of the seed catalogue.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write into (default: datasets/)")
    make_samples(parser.parse_args().out)


if __name__ == "__main__":
    main()
