"""`python -m sync` is the command `salesheet`."""

from sync.start import start

if __name__ == "__main__":
    start()
