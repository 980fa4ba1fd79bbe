"""The whole run beside a bare parse of the same files and the script that a user would write."""
