"""`python -m bot` is `practiceline`."""

from bot.cli import main

if __name__ == "__main__":
    main()
