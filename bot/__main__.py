"""`python -m bot` is `practiceline`."""

import os

# One question is a few small products: threads for them only spin, and take the second core from everything else.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from bot.cli import main

if __name__ == "__main__":
    main()
