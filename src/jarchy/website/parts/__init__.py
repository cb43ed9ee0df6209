"""What stands on several pages, one file a part: each gives plain values, already in the reader's words."""
