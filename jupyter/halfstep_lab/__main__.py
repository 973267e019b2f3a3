"""The commands behind ./lab: python -m halfstep_lab COMMAND."""

import argparse
import sys
from pathlib import Path

from halfstep_lab import kernelspec


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="halfstep_lab")
    commands = parser.add_subparsers(dest="command", required=True)

    run = commands.add_parser("run", help="execute lessons and write the book")
    run.add_argument("lessons", nargs="*", metavar="NN")
    run.add_argument("--junit", type=Path, help="write a JUnit report here")

    spec = commands.add_parser("kernelspec", help="write the spec of the Java kernel")
    spec.add_argument("--jdk", type=Path, required=True)
    spec.add_argument("--toolkit", type=Path, required=True)
    spec.add_argument("--key", default="")
    spec.add_argument("--into", type=Path, required=True)
    spec.add_argument("--ijava", type=Path, help="the jar of IJava, to be served instead")

    tally = commands.add_parser("tally", help="add up JUnit reports")
    tally.add_argument("reports", nargs="*", type=Path)

    options = parser.parse_args(words)
    if options.command == "run":
        from halfstep_lab import run as command

        return command.run(options.lessons, options.junit)
    if options.command == "tally":
        from halfstep_lab import junit

        return junit.tally(options.reports)
    try:
        kernelspec.write(options.into, options.jdk, options.toolkit, options.key, options.ijava)
    except kernelspec.NotAJar as error:
        print(f"lab: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
