"""What is looked at before a reader sees the bytes."""
