/** Does something with each entry, a limited number at a time. The first error ends it, after what is under way has ended. */
export async function inParallel<T>(limit: number, entries: readonly T[], act: (entry: T) => Promise<void>): Promise<void> {
  const rest = entries.values();
  const errors: unknown[] = [];
  const worker = async () => {
    for (const entry of rest) {
      if (errors.length > 0) return;
      await act(entry).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (errors.length > 0) throw errors[0];
}
