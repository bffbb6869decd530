"""Gathers measurements, and prints a row for each goal."""

import statistics

HEAD = "| work | against | goal | measured | time | peak | met |\n|---|---|---|---|---|---|---|"


class Table:
    def __init__(self):
        self.seconds = {}  # name: one number a round
        self.peaks = {}  # name: bytes
        self.counts = {}
        self.rows = []
        self.notes = []
        self.all_met = True

    def add(self, name, ran):
        """Notes a measurement: seconds, or what a program did."""
        seconds = ran if isinstance(ran, float) else ran.seconds
        self.seconds.setdefault(name, []).append(seconds)
        if not isinstance(ran, float):
            self.peaks[name] = max(self.peaks.get(name, 0), ran.peak)

    def note(self, text):
        self.notes.append(text)

    def ratio(self, work, name, other, against, at_most=None, at_least=None, wrong=False):
        """A row: how many times as long `name` takes as `other`, in the same round."""
        pairs = zip(self.seconds[name], self.seconds[other])
        measured = statistics.median(one / another for one, another in pairs)
        goal, met = "", None
        if at_most is not None:
            goal, met = f"≤ {at_most:g} ×", measured <= at_most and not wrong
        if at_least is not None:
            goal, met = f"≥ {at_least:g} ×", measured >= at_least and not wrong
        self.row(work, against, goal, f"{measured:.2f} ×", name, met)

    def time(self, work, name, at_most=None, less=0.0):
        """A row: how long `name` takes, `less` not counted."""
        measured = statistics.median(self.seconds[name]) - less
        goal = "" if at_most is None else f"≤ {shown(at_most)}"
        self.row(work, "", goal, shown(measured), name, None if at_most is None else measured <= at_most)

    def memory(self, work, name, at_most):
        """A row: how much memory `name` held at most; MiB."""
        measured = self.peaks[name] / 2**20
        self.row(f"{work}: memory", "", f"≤ {at_most:g} MiB", f"{measured:.0f} MiB", name, measured <= at_most)

    def row(self, work, against, goal, measured, name, met):
        seconds = self.seconds[name]
        spread = f"{shown(statistics.median(seconds))} ({shown(min(seconds))} to {shown(max(seconds))})"
        peak = f"{self.peaks[name] / 2**20:.0f} MiB" if name in self.peaks else ""
        self.all_met &= met is not False
        verdict = {True: "yes", False: "**no**", None: ""}[met]
        self.rows.append(f"| {work} | {against} | {goal} | {measured} | {spread} | {peak} | {verdict} |")

    def __str__(self):
        return "\n".join([HEAD, *self.rows, "", *self.notes])


def shown(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
