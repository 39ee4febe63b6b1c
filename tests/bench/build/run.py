#!/usr/bin/env python3
"""How long `charte build` takes beside `cp -r` (and `rsync -a`, where it is installed) of the same site: 10,000 pages of 20 KB
with a tag on each, 2,000 assets; and beside `find` over input and output where nothing has changed.

  run.py [--rounds 5] [--work target/bench] [--pages 1000 10000 100000] [--prefix 'chrt -r 5']

Contestants take turns (A B A B ...) and ratios are taken round by round, because machines are noisy; before each run that makes
an output, that is removed and the file system synced, untimed. Figures are the kernel's, of the finished process tree (wait4).
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
parser.add_argument("--pages", type=int, nargs="+", default=[1000, 10000])
parser.add_argument("--work", default=os.path.join(ROOT, "target/bench"))
parser.add_argument("--prefix", default="")
args = parser.parse_args()

charte = os.path.join(ROOT, "target/release/charte")
os.environ["XDG_CACHE_HOME"] = os.path.join(args.work, "cache")
subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "charte"], cwd=ROOT, check=True)


def run(command):
    started = time.perf_counter()
    process = subprocess.Popen(shlex.split(args.prefix) + command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {' '.join(command)}")
    return {"wall": time.perf_counter() - started, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}


def measure(pages):
    work = os.path.join(args.work, str(pages))
    site, out, place = (os.path.join(work, name) for name in ("site", "out", "place"))
    os.makedirs(work, exist_ok=True)
    build = {}
    for name, manifest in {"out": MANIFEST, "place": MANIFEST.replace("site", "place").replace('output = "out"\n', "")}.items():
        declaration = os.path.join(work, f"{name}.toml")
        with open(declaration, "w") as file:
            file.write(manifest)
        build[name] = [charte, "build", "-c", declaration]
    if not os.path.exists(os.path.join(work, ".made")):
        shutil.rmtree(site, ignore_errors=True)
        preset = "b" if pages > 10000 else "a"
        subprocess.run([os.path.join(HERE, "gen.py"), site, "--preset", preset, "--pages", str(pages)], check=True)
        open(os.path.join(work, ".made"), "w").close()
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(site, place)
    run(build["place"])
    find = ["find", site, out, "-printf", "%s %T@ %p\n"]
    # name: (command, whether the output is there from a run before, with what it is compared)
    contestants = {
        "cp -r": (["cp", "-r", site, out], False, "cp -r"),
        **({"rsync -a": (["rsync", "-a", f"{site}/", out], False, "cp -r")} if shutil.which("rsync") else {}),
        "charte build": (build["out"], False, "cp -r"),
        "charte build --force over its own output": (build["out"] + ["--force"], True, "cp -r"),
        "charte build --force in place, again": (build["place"] + ["--force"], True, "cp -r"),
        "find": (find, True, "find"),
        "charte build, nothing changed": (build["out"], True, "find"),
        "charte build in place, nothing changed": (build["place"], True, "find"),
    }
    results = {name: [] for name in contestants}
    for turn in range(-1, args.rounds):  # the first turn warms up
        for name, (command, again, _) in contestants.items():
            if not again:
                shutil.rmtree(out, ignore_errors=True)
                os.sync()
            result = run(command)
            if turn >= 0:
                results[name].append(result)
    median = statistics.median
    print(f"\n{pages} pages, {args.rounds} rounds\n\n| | wall s | cpu s | peak MB | wall beside | (min-max) |\n|---|---:|---:|---:|---:|---:|")
    for name, runs in results.items():
        beside = contestants[name][2]
        ratios = [one["wall"] / base["wall"] for one, base in zip(runs, results[beside])]
        figures = [median(one[key] for one in runs) for key in ("wall", "cpu", "mb")]
        row = "| {} | {:.3f} | {:.2f} | {:.0f} | {:.2f} {} | ({:.2f}-{:.2f}) |"
        print(row.format(name, *figures, median(ratios), beside, min(ratios), max(ratios)), flush=True)
    shutil.rmtree(out, ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)


for number in args.pages:
    measure(number)
