/** A job whose subject is made of names, each with a text before it, such as the URL of a Jenkins job in its folders. */
export interface OidcJob {
  /** The issuer without its scheme. */
  readonly issuer: string;
  readonly audience?: string;
  /** The names from the outermost to the innermost. Undefined if the token has no subject. */
  readonly path?: readonly string[];
}

/** How an issuer writes the names of a job into a subject. Written from the documentation of the issuers, without the library. */
const SUBJECTS: { readonly [issuer: string]: (path: readonly string[]) => string } = {
  'jenkins.example.com/oidc': (path) => `https://jenkins.example.com/${path.map((name) => `job/${name}/`).join('')}`,
  'app.terraform.io': ([organization, project, workspace, phase]) =>
    `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${phase}`,
  'oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF': ([namespace, name]) => `system:serviceaccount:${namespace}:${name}`,
};

export function oidcSubject({ issuer, path }: OidcJob): string | undefined {
  // another host with the same software
  const write = SUBJECTS[issuer] ?? SUBJECTS['jenkins.example.com/oidc'];
  return path && write(path);
}

/** Jobs that a publisher is to admit, as its author means it, and not as a policy states it. */
export interface OidcAdmission {
  readonly issuer: string;
  readonly audience?: string;
  readonly subjects: readonly (
    | { readonly kind: 'job'; readonly path: readonly string[] }
    /** All jobs below a folder, an organization or a namespace. */
    | { readonly kind: 'below'; readonly path: readonly string[] }
    /** All jobs whose innermost name begins with a text. */
    | { readonly kind: 'beginning'; readonly path: readonly string[]; readonly text: string }
  )[];
}

const AUDIENCE = 'sts.amazonaws.com';

/** Whether a publisher admits a job. The second implementation beside the evaluator of IAM: it reads no policy and no pattern. */
export function oidcAdmits({ issuer, audience = AUDIENCE, subjects }: OidcAdmission, job: OidcJob): boolean {
  const { path } = job;
  if (job.issuer !== issuer || (job.audience ?? AUDIENCE) !== audience || path === undefined) return false;
  return subjects.some((subject) => {
    const isBelow = path.length > subject.path.length && subject.path.every((name, index) => name === path[index]);
    if (subject.kind === 'below') return isBelow;
    if (subject.kind === 'beginning') return isBelow && path[subject.path.length].startsWith(subject.text);
    return path.length === subject.path.length && subject.path.every((name, index) => name === path[index]);
  });
}
