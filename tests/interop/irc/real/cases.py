"""Named cases that share servers: all are run, at the same time where they do not disturb each other."""

import concurrent.futures
import sys
import time
import traceback

from .workspace import Failed


class Case:
    """`check()` raises Failed or AssertionError. `alone`: it does something to the server that others would notice.
    `pending`: what the adapter lacks for it; such a case runs only where it is asked for by name."""

    def __init__(self, name, check, alone=False, pending=""):
        self.name = name
        self.check = check
        self.alone = alone
        self.pending = pending


def _run(case):
    started = time.monotonic()
    try:
        case.check()
        problem = None
    except (Failed, AssertionError) as error:
        place = traceback.extract_tb(error.__traceback__)
        line = next((frame for frame in reversed(place) if "/real/" not in frame.filename), place[-1])
        problem = f"{str(error)[:600]} [line {line.lineno}: {line.line}]"
    except Exception:  # pylint: disable=broad-except
        problem = "".join(traceback.format_exc().splitlines(True)[-7:])
    seconds = time.monotonic() - started
    print(f"{'ok' if problem is None else 'FAILED'}: {case.name} ({seconds:.1f} s)" + (f": {problem}" if problem else ""),
          flush=True)
    return problem is None


def run_cases(cases, wanted=()):
    """Runs those whose name contains one of `wanted` (all without any); ends the script with 1 when one failed."""
    cases = list(cases)
    chosen = [case for case in cases if any(word in case.name for word in wanted) or not (wanted or case.pending)]
    for case in cases:
        if case not in chosen and case.pending and not wanted:
            print(f"pending: {case.name}: {case.pending}")
    with concurrent.futures.ThreadPoolExecutor(max_workers=max(1, len(chosen))) as pool:
        passed = list(pool.map(_run, [case for case in chosen if not case.alone]))
    passed += [_run(case) for case in chosen if case.alone]
    print(f"{sum(passed)} of {len(passed)} cases passed")
    sys.exit(0 if passed and all(passed) else 1)
