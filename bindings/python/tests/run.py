"""Runs every test in this folder, or those named, against the library and the face in `YIKE_FACE`; ends with the counts.

`cargo verify-bindings python` calls it after it has built both. `YIKE_FACE` is a folder that holds `field_unit_ffi.py` beside
`libfield_unit_ffi.so`.
"""

import logging
import os
import pathlib
import sys
import unittest

_HERE = pathlib.Path(__file__).resolve().parent


def main():
    # It tells of every task that took a while.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    sys.path[:0] = [str(_HERE), os.environ["YIKE_FACE"]]
    tests = unittest.defaultTestLoader
    named = sys.argv[1:]
    suite = tests.loadTestsFromNames(named) if named else tests.discover(str(_HERE))
    told = unittest.TextTestRunner(verbosity=2).run(suite)
    # Parts of a test fail by themselves; the test is what counts.
    failed = len({test.id().split(" ")[0] for test, _ in told.failures + told.errors})
    passed = told.testsRun - failed - len(told.skipped)
    print(f"{passed} passed, {failed} failed")
    return not told.wasSuccessful() or passed == 0


if __name__ == "__main__":
    sys.exit(main())
