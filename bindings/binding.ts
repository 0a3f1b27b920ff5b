import { Outcome } from './tap';
import { Tool } from '../tools/process';

/** The small apps that every language has: the quick start's, the README's, one of a registry, one with every publisher, one with the library's defaults and a company's own, one with rules, and one with the numbers of previews. */
export type App = 'quickstart' | 'ten-lines' | 'registry' | 'publishers' | 'company-defaults' | 'rules' | 'previews';

/** The exit codes of an app, besides 0. The rules find errors, which `aws-cdk-lib` makes the exit code in TypeScript only. */
export function exitCodesOf(app: App): number[] {
  return app === 'rules' ? [1] : [];
}

/** A packed file, and what its size may not exceed. */
export interface Packed {
  readonly file: string;
  readonly maxBytes: number;
}

/** The way of the library into the apps of one language: packed, published, installed from where it was published. */
export interface Binding {
  readonly name: string;
  readonly tools: Tool[];
  /** What else is to be shown in this language, each by name. */
  readonly checks: Record<string, () => Promise<string | void>>;

  /** Packs the library. */
  pack(): Promise<Packed>;

  /** Starts a registry, publishes to it, installs from it into an empty environment, and stops it; returns where it came from. */
  publishAndInstall(): Promise<string>;

  /** Runs an app of the language against what is installed. */
  synthesize(app: App, outdir: string): Promise<void>;

  /** The names of the public API, as the installed package has them. */
  installedNames(): Promise<Set<string>>;

  /** The names that it ought to have. */
  expectedNames(): Set<string>;

  /** Mistakes that users make, each with what they are told. */
  mistakes(): Promise<Outcome[]>;

  /**
   * Runs an app with the newest aws-cdk-lib that there is for the language and that the package allows, apart from what is installed;
   * returns its version.
   */
  synthesizeWithNewest?(app: App, outdir: string): Promise<string>;
}
