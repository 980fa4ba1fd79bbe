"""The pictures of docs/huong-dan.md, drawn anew from real runs on the samples: no test, `make pictures`."""
