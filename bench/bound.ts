import { lineOf } from '../tools/report';

/** Prints a figure beside its bound, and makes the process fail when it is missed. */
export function atMost(what: string, figure: number, bound: number, detail = ''): void {
  report(what, figure, `at most ${bound}`, figure <= bound, detail);
}

/** Prints a figure beside its bound, and makes the process fail when it is missed. */
export function atLeast(what: string, figure: number, bound: number, detail = ''): void {
  report(what, figure, `at least ${bound}`, figure >= bound, detail);
}

function report(what: string, figure: number, bound: string, met: boolean, detail: string): void {
  if (!met) process.exitCode = 1;
  const rounded = Number.isInteger(figure) ? String(figure) : figure.toFixed(2);
  console.log(`  ${lineOf(met ? 'passed' : 'failed', `${what}: ${rounded}, ${bound}${detail && ` (${detail})`}`)}`);
}
