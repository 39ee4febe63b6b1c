"""What is inside the binary besides charte: a bill of materials (CycloneDX), and the notices that its licences ask for.

Both are read from `cargo metadata` and from the sources that cargo has fetched for the build, without the network. Crates that
only run while others are compiled are not inside. Features are those of the whole workspace, so that a crate more than needed
may be named, and none is missing.
"""

import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

# Licences under which recipients must be told where the source is.
COPYLEFT = ("MPL", "LGPL", "EPL")


class Inside:
    """The crates of the binary for a target of Rust, by their ids, in the order of their names."""

    def __init__(self, root: Path, target: str):
        command = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", target]
        done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            sys.exit(f"error: `{' '.join(command)}` failed; build the binary first\n{done.stderr}")
        metadata = json.loads(done.stdout)
        self.all = {package["id"]: package for package in metadata["packages"]}
        nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
        self.needs: dict[str, list[str]] = {}
        self.main = next(id for id, package in self.all.items() if package["name"] == "charte")
        left = [self.main]
        while left:
            id = left.pop()
            if id not in self.needs:
                self.needs[id] = sorted(dep["pkg"] for dep in nodes[id]["deps"] if self.is_inside(dep))
                left += self.needs[id]
        lock = tomllib.loads((root / "Cargo.lock").read_text())["package"]
        self.sums = {(package["name"], package["version"]): package.get("checksum") for package in lock}

    def is_inside(self, dep: dict) -> bool:
        kinds = {kind for target in self.all[dep["pkg"]]["targets"] for kind in target["kind"]}
        return "proc-macro" not in kinds and any(kind["kind"] is None for kind in dep["dep_kinds"])

    def packages(self) -> list[dict]:
        """All but those of this workspace."""
        found = [self.all[id] for id in self.needs if self.all[id]["source"]]
        return sorted(found, key=lambda package: (package["name"], package["version"]))

    def bill(self, version: str) -> bytes:
        """A bill of materials in the form of CycloneDX 1.5."""
        reference = lambda id: f"pkg:cargo/{self.all[id]['name']}@{self.all[id]['version']}"
        components = []
        for package in self.packages():
            component = {"type": "library", "bom-ref": reference(package["id"]), "name": package["name"], "version": package["version"]}
            component["purl"] = reference(package["id"])
            component["licenses"] = [{"expression": licence(package)}]
            if checksum := self.sums.get((package["name"], package["version"])):
                component["hashes"] = [{"alg": "SHA-256", "content": checksum}]
            if package["repository"]:
                component["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
            components.append(component)
        own = [id for id in self.needs if not self.all[id]["source"]]
        main = {"type": "application", "bom-ref": reference(self.main), "name": "charte", "version": version}
        # The crates of the workspace are parts of charte: what they need, charte needs.
        needed = sorted({need for id in own for need in self.needs[id] if need not in own})
        graph = [(self.main, needed)] + [(package["id"], self.needs[package["id"]]) for package in self.packages()]
        bill = {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": {"component": main | {"licenses": [{"expression": "MIT OR Apache-2.0"}]}},
            "components": components,
            "dependencies": [{"ref": reference(id), "dependsOn": [reference(need) for need in needs]} for id, needs in graph],
        }
        return (json.dumps(bill, indent=1, ensure_ascii=False) + "\n").encode()

    def notices(self) -> bytes:
        """Each crate with its licence, and each text once, however its lines are broken."""
        texts: dict[str, str] = {}
        users: dict[str, list[str]] = defaultdict(list)
        lines = ["What is inside the charte binary besides charte itself, each with its licence.", ""]
        for package in self.packages():
            name = f"{package['name']} {package['version']}"
            folder = Path(package["manifest_path"]).parent
            files = [file for file in sorted(folder.iterdir()) if file.is_file() and is_licence(file.name)]
            lines.append(f"{name}: {licence(package)}" + ("" if files else " (its package has no text)"))
            for file in files:
                text = file.read_text(errors="replace").strip().replace("\r\n", "\n")
                words = " ".join(text.split())
                texts.setdefault(words, text)
                users[words].append(name)
        copyleft = [package for package in self.packages() if licence(package).startswith(COPYLEFT)]
        lines += ["", "The source code of these, unchanged, is available under their licence:", ""]
        lines += [f"{package['name']} {package['version']} ({licence(package)}): {package['repository']}" for package in copyleft]
        for words, names in sorted(users.items(), key=lambda entry: entry[1]):
            lines += ["", "-" * 78, ", ".join(dict.fromkeys(names)), "", texts[words]]
        return ("\n".join(lines) + "\n").encode()


def licence(package: dict) -> str:
    return (package["license"] or "NOASSERTION").replace("/", " OR ")


def is_licence(name: str) -> bool:
    return name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"))
