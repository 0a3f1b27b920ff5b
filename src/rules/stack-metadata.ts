import { SourceLine } from './deployed-template';
import { memberOf } from '../private/intrinsics';

/** The metadata that a cloud assembly has about the constructs of a stack and its nested stacks, by construct path. */
export class StackMetadata {
  private readonly entriesByPath: ReadonlyMap<string, unknown>;
  private pathsByLogicalId?: Map<string, string[]>;

  constructor(metadata: unknown) {
    this.entriesByPath = new Map(Object.entries(metadata ?? {}));
  }

  /** The path of the construct with a logical ID; undefined if a nested stack has the same logical ID. */
  public constructPathOf(logicalId: string): string | undefined {
    const paths = this.paths.get(logicalId) ?? [];
    return paths.length === 1 ? paths[0] : undefined;
  }

  /** The line of code that created a construct. */
  public sourceOf(constructPath: string): SourceLine | undefined {
    return sourceLine(dataOf(this.entriesByPath.get(`/${constructPath}`), 'aws:cdk:creationStack').flat());
  }

  /** The assets that are listed here: those of stacks with the legacy synthesizer. */
  public get assets(): unknown[] {
    return [...this.entriesByPath.values()].flatMap((entries) => dataOf(entries, 'aws:cdk:asset'));
  }

  /** Read when there is a finding, and once for all findings. */
  private get paths(): Map<string, string[]> {
    if (this.pathsByLogicalId !== undefined) return this.pathsByLogicalId;
    const paths = (this.pathsByLogicalId = new Map<string, string[]>());
    for (const [path, entries] of this.entriesByPath) {
      for (const logicalId of dataOf(entries, 'aws:cdk:logicalId')) {
        paths.set(String(logicalId), [...(paths.get(String(logicalId)) ?? []), path.slice(1)]);
      }
    }
    return paths;
  }
}

/** The data of the metadata entries of a type. */
function dataOf(entries: unknown, type: string): unknown[] {
  return (Array.isArray(entries) ? entries : [])
    .filter((entry) => memberOf(entry, 'type') === type)
    .map((entry) => memberOf(entry, 'data'));
}

/** The first line of the stack trace that is in a file of the app, not in a package or in the runtime. */
function sourceLine(trace: readonly unknown[]): SourceLine | undefined {
  for (const line of trace) {
    const [, file, number] = /\((.+):(\d+):\d+\)$/.exec(String(line)) ?? [];
    if (file !== undefined && !/[\\/]node_modules[\\/]/.test(file)) return { file, line: Number(number) };
  }
  return undefined;
}
