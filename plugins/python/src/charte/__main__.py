"""`python -m charte …`: the binary, with the arguments, input, outputs and exit code of this process."""

import subprocess
import sys

from charte import CharteError, binary

try:
    sys.exit(subprocess.call([binary(), *sys.argv[1:]]))
except CharteError as error:
    print(f"error: {error}", file=sys.stderr)
    sys.exit(3)
except KeyboardInterrupt:
    sys.exit(130)
