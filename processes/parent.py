"""The workers' parent: loads the model once, forks a worker a core, replaces at once one that dies."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import socket
import sys
import time
import uuid
from pathlib import Path

from bot.clock import utc_now
from bot.dialogue.agent import Assistant
from bot.dialogue.inputs import ModelMissing, present_model
from bot.settings import Settings
from bot.store import inbox
from bot.store.bell import INBOX, bells, hang
from bot.store.engine import open_engine
from bot.store.shelf import shelf
from bot.store.version import wait_until_migrated
from processes.notes import WORKERS, folder, is_running, leave_note, notes_of
from processes.worker import Worker

log = logging.getLogger(__name__)

READY_SECONDS = 0.3
END_SECONDS = 10.0
SHORT_LIFE = 0.2
# Who takes messages in goes first where all cores are busy.
NICE = 5
AWAITED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP}


class Parent:
    """Holds no database connection and runs no event loop while it forks."""

    def __init__(self, settings: Settings, model: Path | None = None) -> None:
        self._settings = settings
        self._model = model or present_model(settings.models_path)
        self._pids: dict[int, str] = {}
        self._forked_at = 0.0

    def run(self) -> None:
        """Until SIGTERM; then all workers end, each after the message in hand. SIGHUP: take over a new model."""
        signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._release_dead()
        assistant = Assistant(self._model)
        assistant.warm_up()
        self._read_catalogue()
        gc.collect()
        gc.freeze()
        bell = hang(bells(self._settings), INBOX)
        for _ in range(self._settings.worker_count):
            self._fork(assistant, bell)
        log.info("%s workers are ready", len(self._pids))
        self._relieve_orphans()
        self._watch(assistant, bell)
        self._end_workers()

    def _fork(self, assistant: Assistant, bell: socket.socket, dead: str | None = None) -> None:
        name = f"w{uuid.uuid4().hex[:8]}"
        # Where workers cannot live, they are not to be born a thousand times a second.
        if dead and time.monotonic() - self._forked_at < SHORT_LIFE:
            time.sleep(SHORT_LIFE)
        self._forked_at = time.monotonic()
        pid = os.fork()
        if pid:
            self._pids[pid] = name
            leave_note(self._settings, WORKERS, pid, name)
            return
        code = 1
        signal.pthread_sigmask(signal.SIG_UNBLOCK, AWAITED)
        try:
            worker = Worker(self._settings, assistant, name, bell)
            if dead:
                worker.take_over(dead)
            worker.run()
            code = 0
        except BaseException as error:
            log.error("a worker ends: %s", type(error).__name__)
        finally:
            os._exit(code)

    def _watch(self, assistant: Assistant, bell: socket.socket) -> None:
        while (awaited := signal.sigwaitinfo(AWAITED).si_signo) != signal.SIGTERM:
            if awaited == signal.SIGHUP:
                self._begin_anew()
            for name in self._reap():
                log.warning("worker %s died and is replaced", name)
                self._fork(assistant, bell, dead=name)

    def _begin_anew(self) -> None:
        """Become a parent with the model of the present inputs. The workers serve until its own are ready."""
        try:
            model = present_model(self._settings.models_path)
        except ModelMissing as error:
            log.error("the workers stay as they are: %s", error)
            return
        log.info("a parent with %s takes over", model.name)
        os.execv(sys.executable, sys.orig_argv)

    def _reap(self) -> list[str]:
        """Names of the workers that ended; one signal may stand for several."""
        names = []
        with contextlib.suppress(ChildProcessError):
            while pid := os.waitpid(-1, os.WNOHANG)[0]:
                names.append(self._pids.pop(pid, ""))
                (folder(self._settings) / str(pid)).unlink(missing_ok=True)
        return [name for name in names if name]

    def _release_dead(self) -> None:
        """Free what workers held that died together with an earlier parent."""
        engine = open_engine(self._settings.database)
        wait_until_migrated(engine)
        for note in notes_of(self._settings):
            if not is_running(int(note.name)):
                inbox.release(engine, note.read_text())
                note.unlink(missing_ok=True)
        engine.dispose()

    def _read_catalogue(self) -> None:
        """Here once, for all workers; each takes over by itself what is imported later."""
        engine = open_engine(self._settings.database)
        shelf(engine, utc_now())
        engine.dispose()

    def _relieve_orphans(self) -> None:
        """End the workers that an earlier parent left: they served until ours were ready."""
        time.sleep(READY_SECONDS)
        for note in notes_of(self._settings):
            if int(note.name) not in self._pids and is_running(int(note.name)):
                os.kill(int(note.name), signal.SIGTERM)
                note.unlink(missing_ok=True)

    def _end_workers(self) -> None:
        for pid in self._pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS
        while self._pids and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.02)
