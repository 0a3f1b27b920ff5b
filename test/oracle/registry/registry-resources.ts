import { REGISTRY_CONSTRAINTS } from './constraints';
import { ResourceFault, resourceFaults } from './resource-faults';
import { DeployedResource } from '../cloudformation/deployed-stack';
import { Deployment } from '../cloudformation/deployment';

/** The resources of a deployment that are of the registry. */
export function registryResources(deployment: Deployment): DeployedResource[] {
  return deployment.resources().filter(({ type }) => REGISTRY_CONSTRAINTS[type] !== undefined);
}

/** What CloudFormation or the API of Amazon ECR refuses in the resources of the registry, a line each. */
export function registryFaults(deployment: Deployment): string[] {
  return registryResources(deployment).flatMap(({ place, type, properties }) =>
    resourceFaults(type, properties).map((fault) => `${place}: ${faultText(fault)}`),
  );
}

/** Such as `Rules[0].ScanFrequency values`. */
export function faultText({ property, rule }: ResourceFault): string {
  return `${property} ${rule}`;
}
