/** A component of a CycloneDX document, as far as it is looked at here. */
export interface Component {
  readonly type: string;
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly externalReferences?: readonly { readonly type: string; readonly url: string }[];
  readonly components?: readonly Component[];
}

/** A CycloneDX document. */
export interface Bom {
  readonly metadata: { readonly component?: Component };
  readonly components: readonly Component[];
  readonly dependencies?: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** A package of a release. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  /** The SHA-256 of the file that is published, if it is one file. */
  readonly sha256?: string;
}

/** A document whose subject is a package as it is published: some tools list it among the components, or know another version of it. */
export function describing(bom: Bom, { name, version, purl, sha256 }: Package): Bom {
  const own = bom.metadata.component ?? bom.components.find((component) => component.name === name);
  if (!own) throw new Error(`the SBOM has no component ${name}`);
  const hashes = sha256 === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: sha256 }] };
  // a path on the machine that packed it is of no use elsewhere
  const externalReferences = own.externalReferences?.filter(({ url }) => !url.startsWith('file:'));
  return {
    ...bom,
    metadata: { ...bom.metadata, component: { ...own, externalReferences, type: 'library', name, version, purl, ...hashes } },
    components: bom.components.filter((component) => component['bom-ref'] !== own['bom-ref']),
  };
}

/** A document whose subject also contains a component. */
export function containing(bom: Bom, contained: Component): Bom {
  const ref = bom.metadata.component!['bom-ref'];
  const others = (bom.dependencies ?? []).filter((dependency) => dependency.ref !== ref);
  const own = bom.dependencies?.find((dependency) => dependency.ref === ref);
  return {
    ...bom,
    components: [...bom.components, contained],
    dependencies: [{ ref, dependsOn: [...(own?.dependsOn ?? []), contained['bom-ref']] }, ...others, { ref: contained['bom-ref'] }],
  };
}
