import { ALLOWED } from './expected-actions';
import { granted } from '../fixtures/access/granted';
import { Method } from '../fixtures/access/methods';
import { PRINCIPAL_CLASSES } from '../fixtures/access/principal-classes';
import { decide } from '../oracle/iam/decide';

/** The action that ECR authorizes for each call of a registry client. */
const ACTION_OF_CALL = {
  login: 'ecr:GetAuthorizationToken',
  'HEAD manifest': 'ecr:BatchGetImage',
  'GET manifest': 'ecr:BatchGetImage',
  'GET referrers': 'ecr:BatchGetImage',
  'HEAD blob': 'ecr:BatchCheckLayerAvailability',
  'GET blob': 'ecr:GetDownloadUrlForLayer',
  'POST upload': 'ecr:InitiateLayerUpload',
  'PATCH upload': 'ecr:UploadLayerPart',
  'PUT upload': 'ecr:CompleteLayerUpload',
  'PUT manifest': 'ecr:PutImage',
} as const;
type Call = keyof typeof ACTION_OF_CALL;

/** The calls of each client, in order. */
const CLIENTS: Readonly<Record<string, { readonly method: Method; readonly calls: readonly Call[] }>> = {
  'a push by docker with buildkit': {
    method: 'grantPush',
    calls: ['login', 'HEAD manifest', 'HEAD blob', 'POST upload', 'PATCH upload', 'PUT upload', 'PUT manifest'],
  },
  'a push by crane': {
    method: 'grantPush',
    calls: ['login', 'HEAD manifest', 'GET manifest', 'HEAD blob', 'POST upload', 'PATCH upload', 'PUT upload', 'PUT manifest'],
  },
  'a pull by containerd': { method: 'grantPull', calls: ['login', 'HEAD manifest', 'GET manifest', 'GET blob', 'GET referrers'] },
  // a digest that is not a manifest is searched among the blobs
  'a pull by containerd, by digest': { method: 'grantPull', calls: ['login', 'HEAD manifest', 'HEAD blob', 'GET blob'] },
};

/** The call that requires each action. Without the action, the call is denied. */
const NEEDED_BY: Readonly<Record<'grantPull' | 'grantPush', Readonly<Record<string, Call>>>> = {
  grantPull: {
    'ecr:BatchCheckLayerAvailability': 'HEAD blob',
    'ecr:BatchGetImage': 'GET manifest',
    'ecr:GetDownloadUrlForLayer': 'GET blob',
  },
  grantPush: {
    'ecr:BatchCheckLayerAvailability': 'HEAD blob',
    'ecr:BatchGetImage': 'HEAD manifest',
    'ecr:CompleteLayerUpload': 'PUT upload',
    'ecr:InitiateLayerUpload': 'POST upload',
    'ecr:PutImage': 'PUT manifest',
    'ecr:UploadLayerPart': 'PATCH upload',
  },
};

function isAllowed(call: Call, method: Method, principalClass: 'a role of the app' | 'a role of the app in another account'): boolean {
  const { world, questions } = granted(method, PRINCIPAL_CLASSES[principalClass]);
  const { caller } = questions.probes[0];
  const resource = call === 'login' ? '*' : questions.resources['this repository'];
  return decide({ principal: caller, action: ACTION_OF_CALL[call], resource }, world.policiesFor(caller, resource)).allowed;
}

describe.each(Object.entries(CLIENTS))('%s', (_, { method, calls }) => {
  test.each(calls)('is allowed to: %s', (call) => {
    expect(isAllowed(call, method, 'a role of the app')).toBe(true);
    expect(isAllowed(call, method, 'a role of the app in another account')).toBe(true);
  });
});

test.each(['grantPull', 'grantPush'] as const)('each action of %s is needed by a call of a client', (method) => {
  const clients = Object.values(CLIENTS).filter((client) => client.method === method);
  expect(Object.keys(NEEDED_BY[method])).toEqual(ALLOWED[method].actions);
  for (const [action, call] of Object.entries(NEEDED_BY[method])) {
    expect(ACTION_OF_CALL[call]).toBe(action);
    expect(clients.some(({ calls }) => calls.includes(call))).toBe(true);
  }
});

test('grantPush does not allow downloading layers, and grantPull does not allow uploading them', () => {
  expect(isAllowed('GET blob', 'grantPush', 'a role of the app')).toBe(false);
  for (const call of ['POST upload', 'PATCH upload', 'PUT upload', 'PUT manifest'] as const) {
    expect(isAllowed(call, 'grantPull', 'a role of the app')).toBe(false);
  }
});
