#!/usr/bin/env python3
"""How long `charte build` takes beside `cp -r` of the same site: 10,000 pages of 20 KB with a tag on each, 2,000 assets.

  run.py [--rounds 5] [--work target/bench] [--pages 10000] [--prefix 'chrt -r 5']

Contestants take turns (A B A B ...) and ratios are taken round by round, because machines are noisy; before each run its
output is removed and the file system synced, untimed. Figures are the kernel's, of the finished process tree (wait4).
The file system decides half of the result: give `--work` a journalled one in memory, such as an ext4 image on a tmpfs.
With neighbours on the machine, `--prefix 'chrt -r 5'` (root) gives each contestant real-time priority.
"""
import argparse, os, shlex, shutil, statistics, subprocess, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../../.."))
MANIFEST = """version = 1
[publisher]
name = "Bench"
contact = "bench@example.org"
dpo = "dpo@example.org"
[portal.bench]
name = "Bench"
url = "https://www.example.org"
input = "site"
output = "out"
updated = 2026-11-23
services = ["google-analytics", "facebook-pixel", "hotjar", "google-fonts", "youtube", "google-maps", "vimeo"]
"""
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--pages", type=int, default=10000)
parser.add_argument("--work", default=os.path.join(ROOT, "target/bench"))
parser.add_argument("--prefix", default="")
args = parser.parse_args()

site, out = os.path.join(args.work, "site"), os.path.join(args.work, "out")
charte = os.path.join(ROOT, "target/release/charte")
subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "charte"], cwd=ROOT, check=True)
os.makedirs(args.work, exist_ok=True)
with open(os.path.join(args.work, "charte.toml"), "w") as file:
    file.write(MANIFEST)
stamp = os.path.join(args.work, f".made-{args.pages}")
if not os.path.exists(stamp):
    shutil.rmtree(site, ignore_errors=True)
    subprocess.run([os.path.join(HERE, "gen.py"), site, "--preset", "a", "--pages", str(args.pages)], check=True)
    open(stamp, "w").close()

BUILD = [charte, "build", "-c", os.path.join(args.work, "charte.toml")]
# name: (command, whether the output is there from a run before)
CONTESTANTS = {
    "cp -r": (["cp", "-r", site, out], False),
    "charte build": (BUILD, False),
    "charte build, nothing changed": (BUILD, True),
}


def run(command):
    started = time.perf_counter()
    process = subprocess.Popen(shlex.split(args.prefix) + command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {' '.join(command)}")
    return {"wall": time.perf_counter() - started, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}


results = {name: [] for name in CONTESTANTS}
for turn in range(-1, args.rounds):  # the first turn warms up
    for name, (command, again) in CONTESTANTS.items():
        shutil.rmtree(out, ignore_errors=True)
        if again:
            run(command)
        os.sync()
        result = run(command)
        if turn >= 0:
            results[name].append(result)
shutil.rmtree(out, ignore_errors=True)

median = statistics.median
floor = [result["wall"] for result in results["cp -r"]]
print(f"{args.pages} pages, {args.rounds} rounds\n\n| | wall s | cpu s | peak MB | wall / cp -r (min-max) |\n|---|---:|---:|---:|---:|")
for name, runs in results.items():
    ratios = [run["wall"] / base for run, base in zip(runs, floor)]
    figures = [median(run[key] for run in runs) for key in ("wall", "cpu", "mb")]
    print("| {} | {:.2f} | {:.2f} | {:.0f} | {:.2f} ({:.2f}-{:.2f}) |".format(name, *figures, median(ratios), min(ratios), max(ratios)))
