"""What the generator makes, by command: the committed samples, or a province to try things on."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.generator.province import write_province
from tests.generator.samples import write_samples

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.generator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("samples", help="inputs/ke-hoach.xlsx and inputs/mau/ anew")
    province = commands.add_parser("province", help="a plan and exports of communes and province")
    province.add_argument("folder", type=Path, help="a new folder, to give as --inputs")
    province.add_argument("--communes", type=int, default=135)
    province.add_argument("--districts", type=int, default=0, help="0: communes below the province")
    province.add_argument("--files", type=int, default=2, help="of each kind, for each commune")
    province.add_argument("--dossiers", type=int, default=150, help="in each file")
    arguments = parser.parse_args()
    if arguments.command == "samples":
        write_samples(Path(__file__).parents[2] / "inputs")
    else:
        write_province(
            arguments.folder,
            communes=arguments.communes,
            districts=arguments.districts,
            files=arguments.files,
            dossiers=arguments.dossiers,
        )
