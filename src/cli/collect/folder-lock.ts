import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'fs';
import { hostname } from 'os';
import { join } from 'path';
import { codeOf } from './failure';
import { interruptible } from './interruption';
import { printable } from '../../private/printable';
import { CommandError } from '../command-error';

const LOCK = 'collect.lock';

/** The run that writes a folder. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Writes a folder while no other run does: each would delete files that the other has written. A run that was killed leaves its lock, which the next
 * one on the same computer replaces.
 * @param interrupted called when a signal ends the process
 */
export async function withFolderLock<T>(folder: string, write: () => Promise<T>, interrupted: () => void): Promise<T> {
  const isNew = mkdirSync(folder, { recursive: true }) !== undefined;
  const file = join(folder, LOCK);
  try {
    lock(file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const holder = holderOf(file);
    if (!hasEnded(holder)) throw lockedBy(folder, file, holder);
    rmSync(file, { force: true });
    lock(file);
  }
  const unlock = () => {
    rmSync(file, { force: true });
    if (isNew) removeIfEmpty(folder);
  };
  try {
    return await interruptible(write, () => {
      unlock();
      interrupted();
    });
  } finally {
    unlock();
  }
}

function lock(file: string): void {
  const holder: Holder = { host: hostname(), pid: process.pid, startedAt: new Date().toISOString() };
  try {
    writeFileSync(file, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
  } catch (error) {
    // a full disk leaves an empty file
    if (codeOf(error) !== 'EEXIST') rmSync(file, { force: true });
    throw error;
  }
}

/** The run that holds a lock. A file that is not whole is one of a full disk, or of a run that begins just now. */
function holderOf(file: string): Partial<Holder> {
  try {
    return { ...(JSON.parse(readFileSync(file, 'utf8')) as Holder | null) };
  } catch {
    return {};
  }
}

function hasEnded({ host, pid }: Partial<Holder>): boolean {
  if (host !== hostname() || pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // another error is that of a process of another user
    return codeOf(error) === 'ESRCH';
  }
}

function lockedBy(folder: string, file: string, { host, pid, startedAt }: Partial<Holder>): CommandError {
  const which = pid === undefined ? '' : ` (process ${pid} on ${host}, since ${startedAt})`;
  return CommandError.input(
    printable(
      `${folder}: another run writes the folder${which}. Use another folder, or wait until it ends. If no run is left, delete ${file}.`,
    ),
  );
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it has an inventory
  }
}
