"""`python -m pipeline`."""

import sys

from pipeline import stop, streams


def main() -> None:
    """Runs the command line; whoever asks for the end, at whatever moment, gets it in one line."""
    streams.set_up()
    stop.listen()
    try:
        from pipeline.cli import main as run  # noqa: PLC0415 - takes long enough to be stopped

        run()
    except stop.Stopped:
        print(stop.STOPPED, file=sys.stderr)  # noqa: T201 - before or after the command line's words
        sys.exit(stop.status())


if __name__ == "__main__":  # children import this module, too, and need no command line
    main()
