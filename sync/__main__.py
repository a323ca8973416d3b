"""`python -m sync` is the command `salesheet`."""

from sync.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
