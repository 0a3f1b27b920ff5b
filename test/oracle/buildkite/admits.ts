/** What Buildkite knows of a job when it issues a token. Written from Buildkite's documentation, without the library. */
export interface BuildkiteJob {
  readonly organization: string;
  readonly pipeline: string;
  /** The branch as its repository names it. The build of a tag has none. */
  readonly branch?: string;
  readonly tag?: string;
  /** The user whose fork a pull request comes from. */
  readonly fork?: string;
  /** Whether the pipeline prefixes the branches of forks with the name of the user. */
  readonly prefixesForks?: boolean;
  readonly commit: string;
  /** A step without a key has none in its subject. */
  readonly stepKey?: string;
  readonly ids: Readonly<Record<'organization_id' | 'pipeline_id' | 'cluster_id', string>>;
  readonly cluster?: string;
  /** The claims that the job requests with `--claim`. */
  readonly requested?: readonly string[];
  /** The claim that the job requests as its subject with `--subject-claim`. */
  readonly subject?: 'organization_id' | 'pipeline_id' | 'cluster_id';
}

/** Jobs that a publisher is to admit, as its author means it, and not as a policy states it. */
export interface BuildkiteAdmission {
  readonly subjects: readonly (
    | { readonly kind: 'branch' | 'tag'; readonly organization: string; readonly pipeline: string; readonly name: string }
    | { readonly kind: 'pipelineId'; readonly id: string }
  )[];
  readonly claims?: Readonly<Record<string, string>>;
}

/** The branch as Buildkite names it. A build of a tag has the name of the tag here. */
function branchOf({ branch, tag, fork, prefixesForks }: BuildkiteJob): string {
  if (tag !== undefined) return tag;
  return fork !== undefined && prefixesForks ? `${fork}:${branch}` : branch!;
}

/** The claims of the token, without `aud`. */
export function buildkiteToken(job: BuildkiteJob): Readonly<Record<string, string | undefined>> {
  const { organization, pipeline, tag, commit, stepKey = '', ids, cluster = 'default', requested = [], subject } = job;
  const ref = tag === undefined ? `refs/heads/${branchOf(job)}` : `refs/tags/${tag}`;
  const optional: Record<string, string> = { ...ids, cluster_name: cluster };
  const added = Object.entries(optional).filter(([name]) => requested.includes(name) || name === subject);
  return {
    sub: subject ? ids[subject] : `organization:${organization}:pipeline:${pipeline}:ref:${ref}:commit:${commit}:step:${stepKey}`,
    organization_slug: organization,
    pipeline_slug: pipeline,
    build_branch: branchOf(job),
    ...Object.fromEntries(added),
  };
}

/** Whether a publisher admits a job. The second implementation beside the evaluator of IAM: it reads no policy. */
export function buildkiteAdmits({ subjects, claims = {} }: BuildkiteAdmission, job: BuildkiteJob): boolean {
  const token = buildkiteToken(job);
  return subjects.some((subject) => isMeant(subject, job)) && Object.entries(claims).every(([claim, value]) => token[claim] === value);
}

function isMeant(subject: BuildkiteAdmission['subjects'][number], job: BuildkiteJob): boolean {
  if (subject.kind === 'pipelineId') return job.subject === 'pipeline_id' && job.ids.pipeline_id === subject.id;
  if (job.subject !== undefined) return false;
  if (subject.organization !== job.organization || subject.pipeline !== job.pipeline) return false;
  if (subject.kind === 'tag') return job.tag !== undefined && fits(subject.name, job.tag);
  const hasCommit = /^([0-9a-f]{40}|HEAD)$/.test(job.commit) || subject.name.endsWith('*');
  return hasCommit && job.tag === undefined && fits(subject.name, branchOf(job));
}

/** Whether a name is the one that is meant, or begins with it where that ends in `*`. */
function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
