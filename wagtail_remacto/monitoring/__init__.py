"""How a programme is carried out, in two voices, evaluated, and followed by another."""
