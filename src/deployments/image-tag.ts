import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { digestOfTag } from './image-digests';
import { DIGEST, TAG } from '../lifecycle/core/image-reference';
import { describeValue, quoted, shellArgument } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder, isUnknown } from '../private/unknown-value';

/** A name, or a path. `aws-cdk-lib` does not accept the ARN of a parameter that another account shares. */
const PARAMETER = /^(?:[\w.-]+|(?:\/[\w.-]+)+)$/;

/**
 * The tag or the digest of the image that a service runs.
 *
 * Use it with any `ecr.IRepository`: `ecs.ContainerImage.fromEcrRepository(repository, tag.tagOrDigest)` and
 * `lambda.DockerImageCode.fromEcr(repository, { tagOrDigest: tag.tagOrDigest })`.
 *
 * @example
 * declare const repository: SecureRepository;
 * declare const taskDefinition: ecs.FargateTaskDefinition;
 * const tag = ImageTag.fromContext(this, 'imageTag'); // npx cdk deploy -c imageTag=3f9c2a1
 * taskDefinition.addContainer('App', { image: ecs.ContainerImage.fromEcrRepository(repository, tag.tagOrDigest) });
 */
export class ImageTag {
  /**
   * Reads the tag or the digest from the context of the app: `npx cdk deploy -c imageTag=3f9c2a1`, or `"context": { "imageTag": "3f9c2a1" }`
   * in `cdk.json`. Every command that runs the app requires the value, such as `cdk synth`, `cdk diff` and `cdk destroy`.
   * @param scope the construct that uses the image, or its stack
   * @param key the key of the context. Its value is a tag of 1 to 128 letters, digits, `.`, `_` and `-`, not beginning with `.` or `-`, or a
   *   digest: `sha256:` and 64 lowercase hexadecimal digits
   * @throws if the context has no such value
   * @see https://docs.aws.amazon.com/cdk/v2/guide/context.html
   */
  public static fromContext(scope: Construct, key: string): ImageTag {
    checkType('ImageTag.fromContext(scope)', 'scope', scope, 'construct');
    checkType(scope, 'key', key, 'text');
    if (key === '' || isUnknown(key)) {
      throw new SecureRepositoryError(
        'image-tag',
        scope,
        `key is ${key === '' ? '""' : 'a token'}, but must be a key of the context that is known at synthesis. Pass "imageTag", for example.`,
      );
    }
    const value: unknown = scope.node.tryGetContext(key);
    checkContext(scope, key, value);
    return new ImageTag(value);
  }

  /**
   * Reads the tag from a parameter of AWS Systems Manager Parameter Store at each deployment, in the account and Region of the stack. The
   * template has a parameter of the type `AWS::SSM::Parameter::Value<String>`, which is in the outermost stack if `scope` is in a nested stack.
   *
   * CloudFormation reads the parameter at each update of the stack, not when the parameter changes. `cdk deploy` deploys a stack with such a
   * parameter although its template has not changed.
   *
   * The value of the parameter must be a tag. CloudFormation cannot check it, and a digest results in an image name that is not valid. Create the
   * parameter with an allowed pattern, so that Systems Manager rejects other values:
   * `aws ssm put-parameter --name NAME --type String --allowed-pattern '^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$' --value TAG`
   * @param scope the construct that uses the image, or its stack. Another stack would import the value, and CloudFormation does not change an
   *   exported value that is in use
   * @param name the name of a parameter of the type `String`, such as `/my-app/image-tag`
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
   */
  public static fromParameter(scope: Construct, name: string): ImageTag {
    checkType('ImageTag.fromParameter(scope)', 'scope', scope, 'construct');
    checkType(scope, 'name', name, 'text');
    checkParameterName(scope, name);
    const stack = outermostStack(scope);
    if (stack === undefined) {
      throw new SecureRepositoryError(
        'image-tag',
        scope,
        'scope is not in a stack, but the parameter must be in one. Pass the stack of the service.',
      );
    }
    return new ImageTag(ssm.StringParameter.valueForStringParameter(stack, name));
  }

  /**
   * Reads the digest of a tag from a file with the tags and digests of one repository. The digest is in the template, so that a tag that is moved to
   * another image changes nothing until the file is written again, and AWS Lambda updates a function whose tag was moved. This command writes the file:
   *
   * `aws ecr describe-images --repository-name NAME --image-ids imageTag=TAG --query 'imageDetails[].{imageTags: imageTags, imageDigest: imageDigest}' --output json > image-digests.json`
   *
   * It accepts up to 100 tags (`--image-ids imageTag=TAG imageTag=OTHER`). Without `--image-ids`, the file contains all images. The output without
   * `--query` is also accepted.
   * @param scope the construct that uses the image, or its stack
   * @param path relative to the working directory, such as `image-digests.json`. The file has at most 64 MiB
   * @param tag the tag
   * @throws if the file cannot be read, is not such an output, or does not contain the tag
   * @see https://docs.aws.amazon.com/cli/latest/reference/ecr/describe-images.html
   */
  public static digestFromFile(scope: Construct, path: string, tag: string): ImageTag {
    checkType('ImageTag.digestFromFile(scope)', 'scope', scope, 'construct');
    return new ImageTag(digestOfTag(scope, path, tag));
  }

  private constructor(
    /** The tag, the digest, or a token for the tag in a parameter. */
    public readonly tagOrDigest: string,
  ) {}
}

/** The AWS CDK CLI deploys this stack, and reads only its template, not those of nested stacks, for parameters of Systems Manager. */
function outermostStack(scope: Construct): Stack | undefined {
  return scope.node.scopes.find((one) => Stack.isStack(one));
}

function checkContext(scope: Construct, key: string, value: unknown): asserts value is string {
  const refuse = (problem: string) => new SecureRepositoryError('image-tag', scope, problem);
  const command = ['npx cdk deploy', outermostStack(scope)?.node.path, `-c ${shellArgument(`${key}=3f9c2a1`)}`].filter(Boolean).join(' ');
  if (value === undefined || value === null) {
    throw refuse(
      `the context ${quoted(key)} is ${value === null ? 'null' : 'not set'}, but must be the tag or the digest of the image to deploy. Run ` +
        `${command}, or set it in cdk.json.`,
    );
  }
  if (typeof value === 'number') {
    throw refuse(
      `the context ${quoted(key)} is the number ${value}, but must be a string, because a number loses leading zeros. Write the tag in double quotes.`,
    );
  }
  if (typeof value === 'string' && (isUnknown(value) || TAG.test(value) || DIGEST.test(value))) return;
  throw refuse(
    `the context ${quoted(key)} is ${describeValue(value)}, but must be a tag of 1 to 128 letters, digits, ".", "_" and "-", not beginning with "." ` +
      `or "-", or "sha256:" and 64 lowercase hexadecimal digits. Run ${command}, for example.`,
  );
}

function checkParameterName(scope: Construct, name: string): void {
  const refuse = (what: string) =>
    new SecureRepositoryError(
      'image-tag',
      scope,
      `name is ${what}, but must be the name of a parameter of Systems Manager that is known at synthesis, without a version or label. Pass a ` +
        'name such as "/my-app/image-tag".',
    );
  if (isPlaceholder(name)) return;
  if (isUnknown(name)) throw refuse('a token');
  if (!PARAMETER.test(name)) throw refuse(quoted(name));
}
