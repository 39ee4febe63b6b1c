/** What every plugin takes. */
export interface Options {
  /** The declaration; `charte.toml` unless told. */
  config?: string;
  /** Only these portals. */
  portal?: string | string[];
  /** The folder that paths start from; the host's root unless told. */
  cwd?: string;
}
export interface Finding {
  level: 'error' | 'warning' | 'note' | 'allow';
  code: string;
  message: string;
  place: { file: string; line: number; column: number; excerpt: string } | null;
  path: string | null;
  help: string | null;
}
export interface Report {
  schema: number;
  exit: number;
  findings: Finding[];
  portals: { portal: string; input: string; output: string; pages: number; asked: string[] }[];
}
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}
export class CharteError extends Error {
  findings: Finding[];
}
export function binary(): string;
export function text(finding: Finding): string;
export function report(options?: Options): Promise<Report>;
export function build(options: Options & { site?: string }, log?: Log): Promise<void>;
export function follow(address: string, options?: Options): () => void;
