#!/usr/bin/env python3
"""Compares `symbiosis net` with OR-Tools and networkx on the same files, in one run, and prints the table of docs/netting.md.

    python3 -m venv venv && venv/bin/pip install ortools networkx numpy
    venv/bin/python benches/compare_netting.py SYMBIOSIS CASE.csv... [--networkx-up-to ROWS]

Every figure is CPU seconds (user and system) of a process of its own, and its peak memory. The solver's share of ours is
what `cargo bench --bench netting` prints; OR-Tools' share is building its network and solving it, numpy arrays given. OR-Tools is
tried four ways (each invoice an arc, or pairs added up; circulation, or its complement) and the fastest counts.
"""
import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def read(path):
    import numpy as np

    names, debtor, creditor, amount = {}, [], [], []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            debtor.append(names.setdefault(row["debtor"], len(names)))
            creditor.append(names.setdefault(row["creditor"], len(names)))
            amount.append(int(row["amount_pence"]))
    return len(names), np.array(debtor), np.array(creditor), np.array(amount, dtype=np.int64)


def added_up(bodies, debtor, creditor, amount):
    import numpy as np

    pairs, place = np.unique(debtor * bodies + creditor, return_inverse=True)
    total = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(total, place, amount)
    return pairs // bodies, pairs % bodies, total


def or_tools(path):
    import numpy as np
    from ortools.graph.python import min_cost_flow

    bodies, *invoices = read(path)
    answers = {}
    for arcs in ("invoices", "pairs"):
        for form in ("circulation", "complement"):
            started = cpu()
            debtor, creditor, amount = invoices if arcs == "invoices" else added_up(bodies, *invoices)
            flow = min_cost_flow.SimpleMinCostFlow()
            supply = np.zeros(bodies, dtype=np.int64)
            if form == "complement":
                np.add.at(supply, debtor, amount)
                np.subtract.at(supply, creditor, amount)
            cost = np.full(len(amount), 1 if form == "complement" else -1, dtype=np.int64)
            flow.add_arcs_with_capacity_and_unit_cost(debtor, creditor, amount, cost)
            flow.set_nodes_supplies(np.arange(bodies), supply)
            assert flow.solve() == flow.OPTIMAL
            spent = cpu() - started
            value = int(amount.sum()) - flow.optimal_cost() if form == "complement" else -flow.optimal_cost()
            answers[f"{arcs}, {form}"] = {"cpu": spent, "value": value}
    return answers


def with_networkx(path):
    import networkx as nx

    bodies, *invoices = read(path)
    started = cpu()
    debtor, creditor, amount = added_up(bodies, *invoices)
    graph = nx.DiGraph()
    for u, v, a in zip(debtor.tolist(), creditor.tolist(), amount.tolist()):
        graph.add_edge(u, v, capacity=a, weight=-1)
    cost, _ = nx.network_simplex(graph)
    return {"pairs, circulation": {"cpu": cpu() - started, "value": -cost}}


def measured(command):
    """Runs a command; answers its output, CPU seconds and peak memory in MB."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, command
        out.seek(0)
        return out.read(), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def ours(program, path, *options):
    with tempfile.TemporaryDirectory() as folder:
        said, spent, memory = measured([program, "net", "solve", path, "--out", folder, *options])
        measured([program, "net", "verify", path, folder])
    return int(said.split("Σx = ")[1].split()[0]), spent, memory


def elsewhere(which, path):
    said, spent, memory = measured([sys.executable, __file__, "--inside", which, path])
    return json.loads(said), spent, memory


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("program")
    asked.add_argument("cases", nargs="*")
    asked.add_argument("--networkx-up-to", type=int, default=250_000, metavar="ROWS")
    if sys.argv[1:2] == ["--inside"]:
        print(json.dumps({"or_tools": or_tools, "networkx": with_networkx}[sys.argv[2]](sys.argv[3])))
        return
    given = asked.parse_args()
    print("| case | what | value (pence) | CPU s | MB |\n|---|---|---|---|---|")
    for path in given.cases:
        name = os.path.basename(path)
        with open(path, "rb") as file:
            rows = sum(1 for _ in file) - 1
        values = set()

        def row(what, value, spent, memory):
            values.add(value)
            print(f"| {name} | {what} | {value} | {spent:.2f} | {memory:.0f} |", flush=True)

        row("symbiosis, whole command", *ours(given.program, path))
        row("symbiosis, whole command, max-oldest", *ours(given.program, path, "--objective", "max-oldest"))
        answers, spent, memory = elsewhere("or_tools", path)
        for form, answer in answers.items():
            row(f"OR-Tools, {form}: build and solve", answer["value"], answer["cpu"], memory)
        if rows <= given.networkx_up_to:
            answers, spent, memory = elsewhere("networkx", path)
            for form, answer in answers.items():
                row(f"networkx, {form}: build and solve", answer["value"], answer["cpu"], memory)
        assert len(values) == 1, values


if __name__ == "__main__":
    main()
