import { FleetRepository, FleetTotals } from './fleet-repository';

/** Sums up repositories. */
export function totalsOf(repositories: readonly FleetRepository[]): FleetTotals {
  const sum = (value: (repository: FleetRepository) => number | undefined) => {
    const known = repositories.map(value).filter((one) => one !== undefined);
    // without repositories, nothing is unknown
    return known.length === 0 && repositories.length > 0 ? undefined : known.reduce((total, one) => total + one, 0);
  };
  return {
    repositoryCount: repositories.length,
    imageCount: sum(({ imageCount }) => imageCount),
    sizeInBytes: sum(({ sizeInBytes }) => sizeInBytes),
    dollarsPerMonth: sum(({ dollarsPerMonth }) => dollarsPerMonth),
    currentlyExpiredCount: sum(({ currentlyExpiredCount }) => currentlyExpiredCount),
    currentlyExpiredBytes: sum(({ currentlyExpiredBytes }) => currentlyExpiredBytes),
    currentlyPossiblyExpiredCount: sum(({ currentlyPossiblyExpiredCount }) => currentlyPossiblyExpiredCount),
    additionallyExpiredCount: sum(({ additionallyExpiredCount }) => additionallyExpiredCount),
    additionallyExpiredBytes: sum(({ additionallyExpiredBytes }) => additionallyExpiredBytes),
    possiblyExpiredCount: sum(({ possiblyExpiredCount }) => possiblyExpiredCount),
    possiblyExpiredBytes: sum(({ possiblyExpiredBytes }) => possiblyExpiredBytes),
    additionallyArchivedCount: sum(({ additionallyArchivedCount }) => additionallyArchivedCount),
    possiblyArchivedCount: sum(({ possiblyArchivedCount }) => possiblyArchivedCount),
    savedDollarsPerMonth: sum(({ savedDollarsPerMonth }) => savedDollarsPerMonth),
    possiblySavedDollarsPerMonth: sum(({ possiblySavedDollarsPerMonth }) => possiblySavedDollarsPerMonth),
    inUseExpiredCount: sum(({ inUseExpiredCount }) => inUseExpiredCount),
    releasesExpiredCount: sum(({ releasesExpiredCount }) => releasesExpiredCount),
    repositoriesWithBrokenRules: repositories.filter(({ brokenRules }) => brokenRules.length > 0).length,
    incompleteRepositories: repositories.filter(({ missing }) => missing.length > 0).length,
  };
}
