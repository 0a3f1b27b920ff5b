import { constants } from 'os';

/** Ctrl-C, and the end of a job. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does work that a signal ends, with the exit code of shells, such as 130 for Ctrl-C. Calls that wait for AWS would keep the process alive otherwise.
 * @param interrupted called before the process ends
 */
export async function interruptible<T>(work: () => Promise<T>, interrupted: () => void): Promise<T> {
  const end = (signal: (typeof SIGNALS)[number]) => {
    interrupted();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
}
