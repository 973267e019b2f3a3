"""./lab bench: python -m halfstep_bench WORDS. With `--needs` first it only says what the words ask for."""

import sys

from halfstep_bench import command, options, workers


def main(words: list[str]) -> int:
    if words[:1] == ["--needs"]:
        print(options.parse(words[1:]).needs)
        return 0
    try:
        return command.run(options.parse(words))
    except workers.Failed as failure:
        print(f"lab: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
