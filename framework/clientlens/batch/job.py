"""The job: one study of a batch from its file to its run folder, or why not."""

from __future__ import annotations

import traceback
from contextlib import suppress

from clientlens import workbench
from clientlens.batch.digest import read_digest
from clientlens.batch.orders import CHANGES_FROM, Orders
from clientlens.batch.outcome import Outcome, crash, failure
from clientlens.batch.studies import Found
from clientlens.batch.unchanged import is_unchanged
from clientlens.config.roles import CLIENTS
from clientlens.engine import evaluate_answers, read_everybody
from clientlens.errors import ClientLensError, at_fault
from clientlens.plugins import Registry
from clientlens.report.folder import check_replaceable, write_run
from clientlens.report.workplace import clear


def run_study(found: Found, orders: Orders, registry: Registry) -> Outcome:
    """Run one study; whatever goes wrong is told of it and stops nothing else."""
    try:
        return _run(found, orders, registry)
    except ClientLensError as error:
        return failure(found.path, found.id, error)
    except Exception as error:  # noqa: BLE001  our bug; the studies after it go on
        bug = f"{at_fault(error) or 'clientlens'}: {type(error).__name__}"
        return crash(found.path, found.id, bug, traceback.format_exc())


def _run(found: Found, orders: Orders, registry: Registry) -> Outcome:
    changes = orders.changes(found.path)
    study = workbench.load_with(
        registry, found.path, changes=changes, root=orders.root, changes_from=CHANGES_FROM
    )
    directory = orders.out / study.about.id
    check_replaceable(directory)
    clear(directory.resolve())
    given = workbench.recorded_answers(found.path)
    kept = orders.with_set_aside
    if not orders.again and is_unchanged(study, directory, registry, given, with_set_aside=kept):
        with suppress(OSError):  # a damaged file of replicates is made again
            digest = read_digest(directory)
            return Outcome(found.path, study.about.id, "unchanged", digest=digest)
    answers, roles = read_everybody(study, registry, given.pop(CLIENTS, None), given)
    evaluation = evaluate_answers(study, answers, registry, roles=roles)
    write_run(evaluation, directory, with_set_aside=kept)
    return Outcome(found.path, study.about.id, "done", digest=read_digest(directory))
