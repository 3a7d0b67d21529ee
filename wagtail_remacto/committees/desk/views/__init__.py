"""The screens of the desk, a module for each step of the work."""
