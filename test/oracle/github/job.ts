/** What GitHub knows of a job when it issues a token. Written from GitHub's reference of OIDC, without the library. */
export interface Job {
  readonly owner: string;
  readonly ownerId: string;
  readonly name: string;
  readonly repositoryId: string;
  /** Whether the subject has the IDs of the owner and the repository. */
  readonly immutable: boolean;
  readonly event: 'push' | 'pull_request';
  readonly ref: string;
  readonly environment?: string;
  readonly workflow: string;
  /** The workflow file that contains the job, as `OWNER/NAME/PATH@REF`: of the called workflow, or of the own one. */
  readonly file: string;
  readonly actor: string;
  readonly actorId: string;
  readonly enterpriseId?: string;
  /** The template of a customized subject (`include_claim_keys`). */
  readonly template?: readonly string[];
  /** Claims that the token does not have, such as those that an older server does not know. */
  readonly without?: readonly string[];
}

/** The facts that a claim can be about. A job without an environment or an enterprise has no such claim. */
export function factsOf(job: Job): Readonly<Record<string, string | undefined>> {
  const facts: Record<string, string | undefined> = {
    actor: job.actor,
    actor_id: job.actorId,
    enterprise_id: job.enterpriseId,
    environment: job.environment,
    job_workflow_ref: job.file,
    ref: job.ref,
    repository: `${job.owner}/${job.name}`,
    repository_id: job.repositoryId,
    repository_owner: job.owner,
    repository_owner_id: job.ownerId,
    workflow: job.workflow,
  };
  for (const claim of job.without ?? []) facts[claim] = undefined;
  return facts;
}

/** The claim `sub` of the token. */
export function subjectOf(job: Job): string {
  const context = () => {
    if (job.environment !== undefined) return `environment:${escaped(job.environment)}`;
    return job.event === 'pull_request' ? 'pull_request' : `ref:${job.ref}`;
  };
  const repository = job.immutable ? `${job.owner}@${job.ownerId}/${job.name}@${job.repositoryId}` : `${job.owner}/${job.name}`;
  const part = (key: string) => {
    if (key === 'context') return context();
    return key === 'repo' ? `repo:${repository}` : `${key}:${escaped(factsOf(job)[key] ?? '')}`;
  };
  return (job.template ?? ['repo', 'context']).map(part).join(':');
}

function escaped(value: string): string {
  return value.split(':').join('%3A');
}
