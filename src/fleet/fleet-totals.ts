import { FleetRepository, FleetTotals } from './fleet-repository';

/** Sums up repositories. */
export function totalsOf(repositories: readonly FleetRepository[]): FleetTotals {
  const sum = (value: (repository: FleetRepository) => number | undefined) => {
    const known = repositories.map(value).filter((one) => one !== undefined);
    // without repositories, nothing is unknown
    return known.length === 0 && repositories.length > 0 ? undefined : known.reduce((total, one) => total + one, 0);
  };
  // a part of these would be compared with the whole of the sizes
  const sumOfAll = (value: (repository: FleetRepository) => number | undefined) =>
    repositories.every((one) => one.imageCount === undefined || value(one) !== undefined) ? sum(value) : undefined;
  return {
    repositoryCount: repositories.length,
    imageCount: sum(({ imageCount }) => imageCount),
    sizeInBytes: sum(({ sizeInBytes }) => sizeInBytes),
    storedBytes: sumOfAll(({ storedBytes }) => storedBytes),
    dollarsPerMonth: sum(({ dollarsPerMonth }) => dollarsPerMonth),
    isCostExact: repositories.every(({ isCostExact }) => isCostExact !== false),
    currentlyExpiredCount: sum(({ currentlyExpiredCount }) => currentlyExpiredCount),
    currentlyExpiredBytes: sum(({ currentlyExpiredBytes }) => currentlyExpiredBytes),
    currentlyFreedBytes: sumOfAll(({ currentlyFreedBytes }) => currentlyFreedBytes),
    currentlyPossiblyExpiredCount: sum(({ currentlyPossiblyExpiredCount }) => currentlyPossiblyExpiredCount),
    additionallyExpiredCount: sum(({ additionallyExpiredCount }) => additionallyExpiredCount),
    additionallyExpiredBytes: sum(({ additionallyExpiredBytes }) => additionallyExpiredBytes),
    additionallyFreedBytes: sumOfAll(({ additionallyFreedBytes }) => additionallyFreedBytes),
    possiblyExpiredCount: sum(({ possiblyExpiredCount }) => possiblyExpiredCount),
    possiblyExpiredBytes: sum(({ possiblyExpiredBytes }) => possiblyExpiredBytes),
    possiblyFreedBytes: sumOfAll(({ possiblyFreedBytes }) => possiblyFreedBytes),
    additionallyArchivedCount: sum(({ additionallyArchivedCount }) => additionallyArchivedCount),
    possiblyArchivedCount: sum(({ possiblyArchivedCount }) => possiblyArchivedCount),
    savedDollarsPerMonth: sum(({ savedDollarsPerMonth }) => savedDollarsPerMonth),
    possiblySavedDollarsPerMonth: sum(({ possiblySavedDollarsPerMonth }) => possiblySavedDollarsPerMonth),
    inUseExpiredCount: sum(({ inUseExpiredCount }) => inUseExpiredCount),
    releasesExpiredCount: sum(({ releasesExpiredCount }) => releasesExpiredCount),
    sameLayersCount: sum(({ sameLayersCount }) => sameLayersCount),
    repositoriesWithBrokenRules: repositories.filter(({ brokenRules }) => brokenRules.length > 0).length,
    incompleteRepositories: repositories.filter(({ missing }) => missing.length > 0).length,
  };
}
