/** What GitLab knows of a job when it issues an ID token. Written from GitLab's documentation, without the library. */
export interface GitLabJob {
  readonly project: string;
  readonly refType: 'branch' | 'tag';
  readonly ref: string;
  /** The claims besides the subject, by their names in a token. */
  readonly claims: Readonly<Record<string, string | undefined>>;
  /** Components of a customized subject, after the path of the project. */
  readonly components?: readonly ('ref_type' | 'ref' | 'ref_protected')[];
}

/** Jobs that a publisher is to admit, as its author means it, and not as a policy states it. */
export interface GitLabAdmission {
  readonly subjects: readonly (
    | { readonly kind: 'branch' | 'tag'; readonly project: string; readonly name: string }
    | { readonly kind: 'custom'; readonly text: string }
  )[];
  readonly claims?: Readonly<Record<string, string>>;
}

/** The claim `sub` of the token. */
export function gitLabSubject({ project, refType, ref, claims, components = ['ref_type', 'ref'] }: GitLabJob): string {
  const values = { ref_type: refType, ref, ref_protected: claims.ref_protected ?? '' };
  return ['project_path', project, ...components.flatMap((component) => [component, values[component]])].join(':');
}

/** Whether a publisher admits a job. The second implementation beside the evaluator of IAM: it reads no policy. */
export function gitLabAdmits({ subjects, claims = {} }: GitLabAdmission, job: GitLabJob): boolean {
  const isMeant = subjects.some((subject) => {
    if (subject.kind === 'custom') return fits(subject.text, gitLabSubject(job));
    const isDefault = job.components === undefined;
    return isDefault && subject.project === job.project && subject.kind === job.refType && fits(subject.name, job.ref);
  });
  return isMeant && Object.entries(claims).every(([claim, value]) => job.claims[claim] === value);
}

/** Whether a value fits a pattern with at most one `*`. */
function fits(pattern: string, value: string): boolean {
  const [before, after, ...more] = pattern.split('*');
  if (more.length > 0) throw new Error(`${pattern} has more than one *`);
  if (after === undefined) return value === pattern;
  return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
}
