const faults = new Set<string>();
let reason: string | undefined;

export function noteFaults(found: readonly string[]): void {
  for (const fault of found) faults.add(fault);
}

/** What the templates that the running test has synthesized so far have wrong. */
export function faultsOfTest(): string[] {
  return [...faults];
}

/**
 * Lets the running test synthesize templates that CloudFormation would refuse.
 * @param why what is broken in them, and why the test needs it
 */
export function templatesAreBrokenOnPurpose(why: string): void {
  reason = why;
}

/** Ends a test: fails when its templates have faults that it did not announce, or announced faults that they do not have. */
export function settleFaults(): void {
  const [found, announced] = [faultsOfTest(), reason];
  faults.clear();
  reason = undefined;
  if (announced === undefined && found.length > 0) {
    throw new Error(`The templates of this test have faults:\n${found.map((fault) => `  ${fault}`).join('\n')}`);
  }
  if (announced !== undefined && found.length === 0) {
    throw new Error(`The templates of this test have no faults, but it announces some (${announced}). Remove the announcement.`);
  }
}
