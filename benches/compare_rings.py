#!/usr/bin/env python3
"""Compares `symbiosis rings solve` with the greedy baseline, and with HiGHS where that applies.

  benches/compare_rings.py --shared ../shared/optimise --program target/release/symbiosis [--big] [--highs]

Makes the instances with gen_rings.py, solves each in a process of its own, has every answer judged by
check_rings.py, and prints a Markdown table with CPU seconds, peak memory, value and gap. --big adds 10,000 bodies.
--highs adds HiGHS (`pip install highspy`) on the same set packing, for rounds of up to 1,000 bodies with one ring to a
body: an independent proof of the optimum. kep_solver knows transplants, not values of rings, so it cannot be asked the
same question; its hierarchy of objectives is what ours follows.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

CASES = [  # bodies, seed, longest ring, rings to a body
    (100, 1, 3, 1), (100, 1, 4, 1), (1000, 1, 3, 1), (1000, 1, 4, 1), (100, 1, 3, 3), (1000, 1, 3, 3),
    (1000, 2, 3, 1), (1000, 2, 4, 1), (100, 2, 3, 3),
]
BIG = [(10000, 1, 3, 1), (10000, 1, 4, 1)]


def run(command):
    """Standard output, CPU seconds and peak memory in MB of a process that must succeed."""
    read, write = os.pipe()
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=write, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed after {time.monotonic() - started:.0f} s: {' '.join(command)}\n{said}")
    return said, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


HIGHS = """
import json, sys
sys.path.insert(0, sys.argv[1])
import highspy, numpy
from ringlib import best_ring, edges, enumerate_rings, leg_caps
inst = json.load(open(sys.argv[2])); rules = inst["params"]
legs = edges(inst); caps = leg_caps(inst, legs); best = {}
for ring in enumerate_rings(inst, legs, rules["max_len"]):
    found = best_ring([caps[leg] for leg in ring], rules["tolerance_bp"], rules["min_leg_pence"])
    if found:
        bodies = tuple(sorted(legs[leg][0] for leg in ring))
        best[bodies] = max(found[0], best.get(bodies, 0))
sets = list(best.items()); count = len(inst["bodies"])
lp = highspy.HighsLp(); lp.num_col_ = len(sets); lp.num_row_ = count
lp.col_cost_ = numpy.array([-value for _, value in sets], float)
lp.col_lower_ = numpy.zeros(len(sets)); lp.col_upper_ = numpy.ones(len(sets))
lp.row_lower_ = numpy.full(count, -highspy.kHighsInf); lp.row_upper_ = numpy.ones(count)
starts, rows = [0], []
for bodies, _ in sets:
    rows += bodies; starts.append(len(rows))
lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
lp.a_matrix_.start_ = numpy.array(starts); lp.a_matrix_.index_ = numpy.array(rows); lp.a_matrix_.value_ = numpy.ones(len(rows))
lp.integrality_ = [highspy.HighsVarType.kInteger] * len(sets)
solver = highspy.Highs()
for option, value in (("threads", 1), ("output_flag", False), ("mip_rel_gap", 0.0), ("time_limit", float(sys.argv[3]))):
    solver.setOptionValue(option, value)
import time
begun = time.process_time()
solver.passModel(lp); solver.run(); info = solver.getInfo()
print(round(-info.objective_function_value), round(-info.mip_dual_bound), time.process_time() - begun)
"""


def highs(shared, instance):
    """What HiGHS finds in 60 seconds, as `value (gap), CPU seconds`, without reading and listing the rings."""
    value, bound, cpu = run([sys.executable, "-c", HIGHS, shared, instance, "60"])[0].split()
    gap = (int(bound) - int(value)) / int(bound)
    told = "proved" if gap < 1e-9 else f"{100 * gap:.2f} %"
    return f"{int(value) / 100:,.0f} ({told}, {float(cpu):.1f} s)"


def line(cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", default="../shared/optimise")
    arguments.add_argument("--program", default="target/release/symbiosis")
    arguments.add_argument("--big", action="store_true")
    arguments.add_argument("--highs", action="store_true")
    asked = arguments.parse_args()
    tool = lambda name: os.path.join(asked.shared, name)
    heads = ["bodies", "seed", "L", "K", "greedy £", "CPU s", "ours £", "over greedy", "bound £", "gap", "CPU s", "MB"]
    heads += ["HiGHS £"] if asked.highs else []
    line(heads)
    line(["---"] * len(heads))
    with tempfile.TemporaryDirectory() as folder:
        instance, solution = os.path.join(folder, "instance.json"), os.path.join(folder, "solution.json")
        for bodies, seed, length, rings in CASES + (BIG if asked.big else []):
            run([sys.executable, tool("gen_rings.py"), "-n", str(bodies), "--seed", str(seed), "--max-len", str(length),
                 "-K", str(rings), "-o", instance])
            said, greedy_cpu, _ = run([sys.executable, tool("greedy_rings.py"), instance])
            greedy = json.loads(said)["value_pence"]
            _, cpu, memory = run([asked.program, "rings", "solve", instance, "--out", solution])
            judged = json.loads(run([sys.executable, tool("check_rings.py"), instance, solution])[0])
            with open(solution) as file:
                bound = json.load(file)["upper_bound_pence"]
            value = judged["value_pence"]
            gap = "proved" if bound == value else f"{100 * (bound - value) / bound:.2f} %"
            other = [highs(asked.shared, instance) if rings == 1 and bodies <= 1000 else ""] if asked.highs else []
            line([f"{bodies:,}", seed, length, rings, f"{greedy / 100:,.0f}", f"{greedy_cpu:.1f}", f"{value / 100:,.0f}",
                  f"{100 * (value - greedy) / greedy:+.1f} %", f"{bound / 100:,.0f}", gap, f"{cpu:.1f}", f"{memory:.0f}", *other])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
