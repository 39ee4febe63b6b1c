#!/usr/bin/env node
// `npx charte …`: the binary, with the arguments, input, outputs and exit code of this process.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { binary } from '../index.js';

let program;
try {
  program = binary();
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exit(3);
}
const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
// A terminal sends Ctrl-C to both: the binary decides what it means.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal === 'SIGINT' || child.kill(signal));
child.on('error', (error) => {
  console.error(`error: cannot start ${program}: ${error.message}`);
  process.exit(3);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
