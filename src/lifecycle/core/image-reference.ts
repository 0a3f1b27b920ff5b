/**
 * A tag, according to the OCI distribution specification and Amazon ECR.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/**
 * A digest of Amazon ECR. `aws-cdk-lib` recognizes a digest by `sha256:` at its beginning.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html
 */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;
