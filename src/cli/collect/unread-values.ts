import { remedyFor } from './failure';
import { Missing } from '../../fleet/inventory-format';

/** Values that could not be read, as warnings. */
export class UnreadValues {
  /** By the registry, the value and the name of the error: a missing permission is one warning, not one for each repository. */
  private readonly ofRepositories = new Map<
    string,
    { readonly registry: string; readonly names: string[]; readonly value: string; readonly reason: string }
  >();
  private readonly ofRegistries: string[] = [];

  public get isEmpty(): boolean {
    return this.ofRegistries.length === 0 && this.ofRepositories.size === 0;
  }

  /** @param registry the account and the Region, for messages */
  public add(registry: string, missing: Missing): void {
    for (const [value, reason] of Object.entries(missing)) this.ofRegistries.push(text(registry, value, reason));
  }

  public addRepositories(registry: string, missingByName: { readonly [repositoryName: string]: Missing }): void {
    for (const [name, missing] of Object.entries(missingByName)) {
      for (const [value, reason] of Object.entries(missing)) {
        const key = JSON.stringify([registry, value, reason.split(':')[0]]);
        const group = this.ofRepositories.get(key) ?? { registry, names: [], value, reason };
        group.names.push(name);
        this.ofRepositories.set(key, group);
      }
    }
  }

  public lines(): string[] {
    const ofRepositories = [...this.ofRepositories.values()].map(({ registry, names, value, reason }) =>
      names.length === 1
        ? text(`${registry} ${names[0]}`, value, reason)
        : text(`${registry} ${names[0]} and ${names.length - 1} more`, value, reason),
    );
    return [...this.ofRegistries, ...ofRepositories];
  }
}

function text(place: string, value: string, reason: string): string {
  return `${place}: ${value} could not be read (${reason}). ${remedyFor(reason)}`;
}
