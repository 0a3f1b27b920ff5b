import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { renderedResource } from '../private/cdk-internals';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { intrinsicText } from '../private/intrinsics';
import { areKnownToDiffer, isPlaceholder } from '../private/unknown-value';
import { constructOf } from '../private/values-of-other-stacks';

const NAME = 'ecr-pullthroughcache/';
/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const CHARACTERS = /^[\w/+=.@-]*$/;
const LONGEST_NAME = 512;
const KEYS = ['username', 'accessToken'];
/** What the template contains in place of a value that is known only at deployment. */
const UNKNOWN = /\$\{[^}]*\}|\{\{resolve:.*?\}\}/;

/**
 * Checks the secret of a cache, as far as the app knows it.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 */
export function secretFindings(cache: Construct, secret: secretsmanager.ISecret): Finding[] {
  const resource = secret.node.defaultChild;
  const properties = resource instanceof secretsmanager.CfnSecret ? renderedResource(resource).Properties : undefined;
  const { path } = secret.node;
  const problems = [
    properties ? nameProblem(properties.Name) : importedNameProblem(cache, secret),
    environmentProblem(cache, secret),
    keyProblem(cache, secret),
    properties && valueProblem(properties),
  ];
  const errors = problems
    .filter((problem) => problem !== undefined)
    .map((problem) => errorFinding('upstream-secret', `the secret ${path} ${problem}`));
  return [...errors, ...(properties && isRandomText(properties) ? [randomText(path)] : [])];
}

function nameProblem(name: unknown, longest = LONGEST_NAME): string | undefined {
  if (name === undefined) {
    return `has a generated name, but Amazon ECR requires a name that begins with "${NAME}". Set secretName, such as "${NAME}docker-hub".`;
  }
  const text = intrinsicText(name);
  if (isPlaceholder(text)) return undefined;
  const [known, ...others] = text.split(UNKNOWN);
  if (!known.startsWith(NAME) && !(known !== text && NAME.startsWith(known))) {
    return `has the name ${quoted(text)}, but Amazon ECR requires a name that begins with "${NAME}". Use a secret with the name "${NAME}docker-hub", for example.`;
  }
  const literal = [known, ...others].join('');
  if (!CHARACTERS.test(literal)) {
    return `has the name ${quoted(text)}, but a name consists of letters, digits, "/", "_", "+", "=", ".", "@" and "-". Rename the secret.`;
  }
  if (literal.length <= longest) return undefined;
  return `has a name of at least ${literal.length} characters, but at most ${longest} are possible. Use a shorter name.`;
}

/** The name of an imported secret is in its ARN, followed by six characters if the ARN is complete. */
function importedNameProblem(cache: Construct, { secretArn }: secretsmanager.ISecret): string | undefined {
  const name = /^arn:.*?:secret:(.+)$/.exec(intrinsicText(Stack.of(cache).resolve(secretArn)))?.[1];
  return name === undefined || isPlaceholder(secretArn) ? undefined : nameProblem(name, LONGEST_NAME + '-AbCdEf'.length);
}

function environmentProblem(cache: Construct, { env, secretArn }: secretsmanager.ISecret): string | undefined {
  const { account, region } = Stack.of(cache);
  if (isPlaceholder(secretArn)) return undefined;
  if (areKnownToDiffer(env.account, account)) {
    return `is in account ${env.account}, but the cache is in account ${account}, and Amazon ECR requires both in one account. Create the secret in account ${account}.`;
  }
  if (!areKnownToDiffer(env.region, region)) return undefined;
  return `is in ${env.region}, but the cache is in ${region}, and Amazon ECR requires both in one Region. Create the secret in ${region}.`;
}

function keyProblem(cache: Construct, secret: secretsmanager.ISecret): string | undefined {
  const resource = secret.node.defaultChild;
  const key = resource instanceof secretsmanager.CfnSecret ? resource.kmsKeyId : secret.encryptionKey?.keyArn;
  const rendered: unknown =
    resource instanceof secretsmanager.CfnSecret ? renderedResource(resource).Properties.KmsKeyId : Stack.of(cache).resolve(key);
  if (rendered === undefined) return undefined;
  const text = intrinsicText(rendered);
  const last = text.split(':').pop() ?? '';
  const isOfCustomer = UNKNOWN.test(last) ? isKey(key) : last !== 'alias/aws/secretsmanager' && !isPlaceholder(text);
  if (!isOfCustomer) return undefined;
  return (
    `is encrypted with the key ${quoted(constructOf(key)?.node.path ?? text)}, but Amazon ECR supports only the key aws/secretsmanager for it. Remove the ` +
    'encryptionKey of the secret.'
  );
}

/** Whether a value is the ARN or the ID of a key of the app. A parameter can also name the key that AWS manages. */
function isKey(value: string | undefined): boolean {
  const construct = constructOf(value);
  return [construct, construct?.node.defaultChild].some((one) => one instanceof kms.CfnKey || one instanceof kms.CfnAlias);
}

interface SecretProperties {
  readonly SecretString?: unknown;
  readonly GenerateSecretString?: unknown;
}

function valueProblem(properties: SecretProperties): string | undefined {
  const keys = keysOf(properties);
  if (keys === undefined || keys.some((key) => UNKNOWN.test(key)) || KEYS.every((key) => keys.includes(key))) return undefined;
  const found = keys.length === 0 ? 'no JSON with keys' : `JSON with the keys ${keys.map(quoted).join(' and ')}`;
  return `contains ${found}, but a credential is JSON with the keys "username" and "accessToken". Use secretObjectValue with these two keys.`;
}

/** The keys in the value of the secret; undefined if they are not known. */
function keysOf({ SecretString: text, GenerateSecretString: generated }: SecretProperties): string[] | undefined {
  if (text !== undefined) return keysIn(intrinsicText(text));
  const { template, key } = generatorOf(generated);
  if (template === undefined || key === undefined) return undefined;
  const keys = keysIn(intrinsicText(template));
  return keys && [...keys, intrinsicText(key)];
}

function keysIn(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  } catch {
    return UNKNOWN.test(text) ? undefined : [];
  }
}

function generatorOf(generated: unknown): { readonly template?: unknown; readonly key?: unknown } {
  const { SecretStringTemplate: template, GenerateStringKey: key } = (generated ?? {}) as { readonly [property: string]: unknown };
  return { template, key };
}

/** Whether Secrets Manager generates a password that is not in JSON. */
function isRandomText({ SecretString: text, GenerateSecretString: generated }: SecretProperties): boolean {
  if (text !== undefined || typeof generated !== 'object' || generated === null) return false;
  return generatorOf(generated).template === undefined && Object.keys(generated).every((name) => !/^(Ref|Fn::.*)$/.test(name));
}

function randomText(path: string): Finding {
  return warningFinding(
    'upstream-secret-value',
    `the secret ${path} is created with a random text, but a credential is JSON with the keys "username" and "accessToken". Set the value before the first ` +
      'pull, or create the secret with secretObjectValue.',
  );
}
