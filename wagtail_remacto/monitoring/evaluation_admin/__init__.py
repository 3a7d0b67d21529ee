"""The administration’s screens: evaluate a programme, and close its cycle."""
