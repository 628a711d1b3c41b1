"""Readers of OpenSanctions' exports: entities as lines of JSON (FollowTheMoney, nested targets) and the simple table of targets."""
