"""The admin's screens of the next cycle and of the network's library of projects."""
