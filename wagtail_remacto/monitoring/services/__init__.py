"""What changes how a programme stands; each asks the gate and holds the project."""
