"""`python -m pipeline`."""

if __name__ == "__main__":  # children import this module, too, and need no command line
    from pipeline.cli import main

    main()
