"""Tables the romanisation reads: tab-separated text, written for this project from public facts about spelling."""
