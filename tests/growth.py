"""How the work grows with what is given, side by side, on a machine busy or idle."""

import time
from collections.abc import Callable

TIMES = 16
# In proportion is 16 times; a quadratic answer would be 256 times.
MUCH = 100


def grows_in_proportion(work: Callable[[int], object], size: int) -> bool:
    """Whether ``work(size)`` costs what it should beside ``work(size // 16)``."""
    small = min(_cost(work, size // TIMES) for _again in range(3))
    return _cost(work, size) < small * MUCH


def _cost(work: Callable[[int], object], size: int) -> float:
    """Seconds of this process, which nothing else on the machine makes longer."""
    start = time.process_time()
    work(size)
    return time.process_time() - start
