/** What CircleCI knows of a job when it issues tokens. Written from CircleCI's documentation, without the library. */
export interface CircleCiJob {
  readonly organization: string;
  readonly project: string;
  readonly user: string;
  /** The environment variable whose token the job uses. */
  readonly variable: 'CIRCLE_OIDC_TOKEN' | 'CIRCLE_OIDC_TOKEN_V2';
  /** What triggered the pipeline; a custom webhook triggers it without a repository. */
  readonly change?: { readonly origin: string; readonly ref: string };
  readonly audience: string;
  /** Whether the token names the issuer of all organizations (`--root-issuer`). */
  readonly rootIssuer?: boolean;
  /** Whether the token has the claim `oidc.circleci.com/project-id`. */
  readonly hasProjectId: boolean;
}

/** Jobs that a publisher is to admit, as its author means it, and not as a policy states it. */
export interface CircleCiAdmission {
  readonly organization: string;
  readonly subjects: readonly (
    | { readonly kind: 'branch' | 'tag'; readonly project: string; readonly origin: string; readonly name: string }
    | { readonly kind: 'project'; readonly project: string }
  )[];
  readonly projectId?: string;
  readonly audience?: string;
}

/** The claim `iss` of the token, without its scheme. */
export function circleCiIssuer({ organization, rootIssuer }: CircleCiJob): string {
  return rootIssuer ? 'oidc.circleci.com' : `oidc.circleci.com/org/${organization}`;
}

/** The claim `sub` of the token. */
export function circleCiSubject({ organization, project, user, variable, change }: CircleCiJob): string {
  const short = ['org', organization, 'project', project, 'user', user];
  const isLong = variable === 'CIRCLE_OIDC_TOKEN_V2' && change !== undefined;
  return [...short, ...(isLong ? ['vcs-origin', change.origin, 'vcs-ref', change.ref] : [])].join('/');
}

/** Whether a publisher admits a job. The second implementation beside the evaluator of IAM: it reads neither a policy nor a subject. */
export function circleCiAdmits(
  { organization, subjects, projectId, audience = organization }: CircleCiAdmission,
  job: CircleCiJob,
): boolean {
  const isOwn = !job.rootIssuer && job.organization === organization && job.audience === audience;
  const isProject = projectId === undefined || (job.hasProjectId && job.project === projectId);
  return isOwn && isProject && subjects.some((subject) => isMeant(subject, job));
}

function isMeant(subject: CircleCiAdmission['subjects'][number], { project, variable, change }: CircleCiJob): boolean {
  if (subject.project !== project) return false;
  if (subject.kind === 'project') return true;
  if (variable !== 'CIRCLE_OIDC_TOKEN_V2' || change?.origin !== subject.origin) return false;
  const [, kind, name] = /^refs\/(heads|tags)\/(.*)$/s.exec(change.ref) ?? [];
  return kind === { branch: 'heads', tag: 'tags' }[subject.kind] && fits(subject.name, name);
}

/** Whether a name fits a pattern with at most one `*`. */
function fits(pattern: string, name: string): boolean {
  const [before, after, ...more] = pattern.split('*');
  if (more.length > 0) throw new Error(`${pattern} has more than one *`);
  if (after === undefined) return name === pattern;
  return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
