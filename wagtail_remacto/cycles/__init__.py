"""A collectivité's way from meetings to evaluation: cycles, phases, axes, the clock."""
