/** The account and Region of the repository. */
export const HOME = { account: '111111111111', region: 'eu-west-1' };
/** Another account of the same organization. */
export const AWAY = { account: '222222222222', region: 'eu-west-1' };
/** An account of the same organization, in another organizational unit. */
export const OTHER_UNIT = { account: '444444444444', region: 'eu-west-1' };
/** An account of another organization. */
export const STRANGER = { account: '333333333333', region: 'eu-west-1' };

export const ORGANIZATION = 'o-a1b2c3d4e5';
export const UNIT = `${ORGANIZATION}/r-ab12/ou-ab12-11111111`;

/** What AWS says about the organization in every request of an account's principals. */
export function membership(account: string): { readonly [key: string]: string | readonly string[] } {
  switch (account) {
    case HOME.account:
    case AWAY.account:
      return { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:PrincipalOrgPaths': [`${UNIT}/ou-ab12-22222222/`] };
    case OTHER_UNIT.account:
      return { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:PrincipalOrgPaths': [`${UNIT}1/`] };
    default:
      return { 'aws:PrincipalOrgID': `${ORGANIZATION}6`, 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e56/r-cd34/ou-cd34-11111111/'] };
  }
}
