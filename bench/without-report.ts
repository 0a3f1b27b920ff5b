/** `aws-cdk-lib` prints a table for each synthesis. */
export function withoutReport<T>(synthesis: () => T): T {
  const { error } = console;
  console.error = () => undefined;
  try {
    return synthesis();
  } finally {
    console.error = error;
  }
}
