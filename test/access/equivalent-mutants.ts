/** The mutations of a grant's policies that change nothing about who may do what, each with the reason. */
export const EQUIVALENT_MUTANTS: readonly { readonly what: RegExp; readonly because: string }[] = [
  {
    what: /\[\d+\]: ecr:GetAuthorizationToken added$/,
    because: 'the login stands beside it already, on *, which covers the repository as well',
  },
];
