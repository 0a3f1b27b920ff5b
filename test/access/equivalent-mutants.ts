/** The mutations of policies that change no decision, each with the reason. */
export const EQUIVALENT_MUTANTS: readonly { readonly what: RegExp; readonly because: string }[] = [
  {
    what: /\[\d+\]: ecr:GetAuthorizationToken added$/,
    because: 'the policy already allows the login on *, which includes the repository',
  },
];
