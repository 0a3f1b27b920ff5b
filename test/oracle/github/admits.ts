import { factsOf, Job, subjectOf } from './job';

/** Jobs that a publisher is to admit, as its author means it, and not as a policy states it. */
export type Meant =
  | { readonly kind: 'branch' | 'tag' | 'environment'; readonly repository: string; readonly name: string }
  | { readonly kind: 'pullRequest'; readonly repository: string }
  | { readonly kind: 'custom'; readonly text: string }
  | { readonly kind: 'reusableWorkflow'; readonly file: string; readonly calledFrom?: string };

export interface Admission {
  readonly subjects: readonly Meant[];
  /** The other claims, by their names in a token. */
  readonly claims?: Readonly<Record<string, string>>;
}

/** Whether a publisher admits a job. The second implementation beside the evaluator of IAM: it reads no policy. */
export function admits({ subjects, claims = {} }: Admission, job: Job): boolean {
  return (
    subjects.some((subject) => isMeant(subject, job)) && Object.entries(claims).every(([claim, value]) => fits(value, factsOf(job)[claim]))
  );
}

function isMeant(subject: Meant, job: Job): boolean {
  switch (subject.kind) {
    case 'branch':
      return isOfContext(subject, job) && isRun(job) && fits(`refs/heads/${subject.name}`, job.ref);
    case 'tag':
      return isOfContext(subject, job) && isRun(job) && fits(`refs/tags/${subject.name}`, job.ref);
    case 'environment':
      return isOfContext(subject, job) && fits(subject.name, job.environment);
    case 'pullRequest':
      return isOfContext(subject, job) && job.environment === undefined && job.event === 'pull_request';
    case 'custom':
      return fits(subject.text, subjectOf(job));
    case 'reusableWorkflow': {
      const template = subject.calledFrom === undefined ? 'job_workflow_ref' : 'repo,job_workflow_ref';
      const isCaller = subject.calledFrom === undefined || subject.calledFrom === repositoryOf(job);
      return job.template?.join() === template && isCaller && fits(subject.file, factsOf(job).job_workflow_ref);
    }
  }
}

/**
 * Whether the job is of the repository, and its subject is the default one. A customized subject that begins with the default one has more
 * text at its end, which a `*` at the end matches.
 */
function isOfContext({ repository, name }: { readonly repository: string; readonly name?: string }, job: Job): boolean {
  const [first, second] = job.template ?? [];
  const begins = job.template === undefined || (first === 'repo' && second === 'context' && name?.endsWith('*') === true);
  return begins && repository === repositoryOf(job);
}

function isRun(job: Job): boolean {
  return job.environment === undefined && job.event === 'push';
}

/** The repository as a subject contains it. */
function repositoryOf({ owner, ownerId, name, repositoryId, immutable }: Job): string {
  return immutable ? [`${owner}@${ownerId}`, `${name}@${repositoryId}`].join('/') : [owner, name].join('/');
}

/** Whether a value fits a pattern in which `*` is any text: the pieces between the stars occur in order, the first and last at the ends. */
function fits(pattern: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const [first, ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return value === pattern;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = value.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}
