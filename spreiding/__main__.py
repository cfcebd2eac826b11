"""`python -m spreiding`: the command line."""

from spreiding.cli import main

if __name__ == "__main__":
    main()
