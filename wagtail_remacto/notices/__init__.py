"""Who hears of what: follows, activity, notices on the site, digests, reminders."""
