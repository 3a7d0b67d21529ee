"""The wizard of the focal point: a target, its dates, and the drafts."""
