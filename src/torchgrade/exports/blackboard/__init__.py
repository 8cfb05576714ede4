"""Export for Blackboard: the download of its Grade Center, filled in."""
