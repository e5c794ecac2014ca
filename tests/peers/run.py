"""Runs every test in this folder, or those named, and ends with the counts.

`cargo verify peers` calls it by the Python that it has set up, `target/peers/bin/python`.
"""

import logging
import sys
import unittest


def main():
    # It tells of every encoding that took a while.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    tests = unittest.defaultTestLoader
    named = sys.argv[1:]
    suite = tests.loadTestsFromNames(named) if named else tests.discover(".")
    told = unittest.TextTestRunner(verbosity=2).run(suite)
    # Parts of a test fail by themselves; the test is what counts.
    failed = len({test.id().split(" ")[0] for test, _ in told.failures + told.errors})
    skipped = len(told.skipped)
    print(f"# pass {told.testsRun - failed - skipped}\n# fail {failed}\n# skipped {skipped}")
    return not told.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
