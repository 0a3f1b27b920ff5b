import { IConstruct } from 'constructs';

/**
 * Whether a warning was acknowledged at the construct itself before it is added. `addWarningV2` looks only at the scopes above the construct, and
 * `acknowledgeWarning` removes only warnings that are there already. aws-cdk-lib does not document where it keeps the acknowledgements.
 */
export function isAcknowledgedAt(construct: IConstruct, id: string): boolean {
  const { acks } = (Reflect.get(construct.node.root, ACKNOWLEDGEMENTS) ?? {}) as { acks?: ReadonlyMap<string, ReadonlySet<string>> };
  return acks?.get?.(construct.node.path)?.has(id) ?? false;
}

const ACKNOWLEDGEMENTS = Symbol.for('@aws-cdk/core.Acknowledgements');
