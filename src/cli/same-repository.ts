import { ImageInUse } from './in-use';
import { InventoryRepository } from '../lifecycle/core/inventory';

/** Hosts of ECR, also those for FIPS and for both versions of IP. */
const ECR_HOST = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\./;

/**
 * Whether an image can be one of the repository. A host of ECR tells its account, and the name behind it is the repository's own; any other
 * host may be a mirror or a proxy that puts something before the name.
 */
export function canBeOf({ repository }: ImageInUse, { name, registryId }: InventoryRepository): boolean {
  if (repository === undefined || name === undefined) return true;
  const { host } = repository;
  if (host === undefined) return repository.name === name;
  const account = ECR_HOST.exec(host)?.[1];
  if (account === undefined) return repository.name === name || repository.name.endsWith(`/${name}`);
  return repository.name === name && (registryId === undefined || registryId === account);
}

/** Whether an image is one of the repository, as far as its URI and the inventory can tell: a mirror or a digest alone may belong to another. */
export function isOf(image: ImageInUse, repository: InventoryRepository): boolean {
  if (image.repository === undefined || repository.name === undefined) return false;
  const { host } = image.repository;
  return (host === undefined || ECR_HOST.test(host)) && canBeOf(image, repository);
}
