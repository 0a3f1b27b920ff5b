import { App, Environment, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { AWAY, HOME } from '../access/accounts';

const OTHER_REGION = { ...HOME, region: 'us-east-1' };

/** Where the repository and the grantee of a world are. */
export interface Place {
  readonly stacks: (app: App) => { readonly repository: Stack; readonly grantee: Stack };
  /** The account that the grantee is deployed to. */
  readonly account: string;
  readonly region: string;
  /** Whether aws-cdk-lib can turn a reference between the two into an export, a parameter or an output. */
  readonly referable: boolean;
  /** Whether one of the two has an environment and the other has none. */
  readonly mixed?: true;
}

const stack = (scope: App | Stage, id: string, env?: Environment) => new Stack(scope, id, { env });
const stage = (app: App, id: string) => new Stage(app, id, { env: HOME });
const AT_HOME = { ...HOME, referable: true };

export const PLACES = {
  'in one stack': {
    ...AT_HOME,
    stacks: (app) => {
      const home = stack(app, 'Home', HOME);
      return { repository: home, grantee: home };
    },
  },
  'in two stacks of one environment': {
    ...AT_HOME,
    stacks: (app) => ({ repository: stack(app, 'Home', HOME), grantee: stack(app, 'Team', HOME) }),
  },
  'the grantee in a nested stack': {
    ...AT_HOME,
    stacks: (app) => {
      const home = stack(app, 'Home', HOME);
      return { repository: home, grantee: new NestedStack(home, 'Nested') };
    },
  },
  'the repository in a nested stack': {
    ...AT_HOME,
    stacks: (app) => {
      const home = stack(app, 'Home', HOME);
      return { repository: new NestedStack(home, 'Nested'), grantee: home };
    },
  },
  'in two nested stacks of one stack': {
    ...AT_HOME,
    stacks: (app) => {
      const home = stack(app, 'Home', HOME);
      return { repository: new NestedStack(home, 'Nested'), grantee: new NestedStack(home, 'Beside') };
    },
  },
  'the grantee in a nested stack of another stack': {
    ...AT_HOME,
    stacks: (app) => ({ repository: stack(app, 'Home', HOME), grantee: new NestedStack(stack(app, 'Team', HOME), 'Nested') }),
  },
  'in two stacks of one Stage': {
    ...AT_HOME,
    stacks: (app) => {
      const prod = stage(app, 'Prod');
      return { repository: stack(prod, 'Home'), grantee: stack(prod, 'Team') };
    },
  },
  'the grantee in a Stage': {
    ...AT_HOME,
    referable: false,
    stacks: (app) => ({ repository: stack(app, 'Home', HOME), grantee: stack(stage(app, 'Prod'), 'Team') }),
  },
  'in two Stages': {
    ...AT_HOME,
    referable: false,
    stacks: (app) => ({ repository: stack(stage(app, 'Base'), 'Home'), grantee: stack(stage(app, 'Prod'), 'Team') }),
  },
  'in two accounts': {
    ...AWAY,
    referable: false,
    stacks: (app) => ({ repository: stack(app, 'Home', HOME), grantee: stack(app, 'Away', AWAY) }),
  },
  'the grantee in a nested stack of another account': {
    ...AWAY,
    referable: false,
    stacks: (app) => ({ repository: stack(app, 'Home', HOME), grantee: new NestedStack(stack(app, 'Away', AWAY), 'Nested') }),
  },
  'in two Regions': {
    ...OTHER_REGION,
    referable: false,
    stacks: (app) => ({ repository: stack(app, 'Home', HOME), grantee: stack(app, 'Far', OTHER_REGION) }),
  },
  'in one stack without an environment': {
    ...AT_HOME,
    stacks: (app) => {
      const home = stack(app, 'Home');
      return { repository: home, grantee: home };
    },
  },
  'in two stacks without an environment': {
    ...AT_HOME,
    stacks: (app) => ({ repository: stack(app, 'Home'), grantee: stack(app, 'Team') }),
  },
  'the grantee in a stack without an environment': {
    ...AT_HOME,
    referable: false,
    mixed: true,
    stacks: (app) => ({ repository: stack(app, 'Home', HOME), grantee: stack(app, 'Team') }),
  },
  'the repository in a stack without an environment': {
    ...AT_HOME,
    referable: false,
    mixed: true,
    stacks: (app) => ({ repository: stack(app, 'Home'), grantee: stack(app, 'Team', HOME) }),
  },
} satisfies Readonly<Record<string, Place>>;
