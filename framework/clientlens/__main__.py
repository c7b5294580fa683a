"""``python -m clientlens``."""

from clientlens.cli import main

if __name__ == "__main__":
    main()
