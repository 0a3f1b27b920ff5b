import { StorageLine } from '../../src/lifecycle/core/chart/storage-data';
import { PolicyChoice } from '../model/policy-choice';
import { Rates, RepositoryModel } from '../model/repository-model';

/** The lines of the chart: one without a policy, and one for each policy. A policy that is none has the line of no policy. */
export function storageLines(model: RepositoryModel, choices: readonly PolicyChoice[], rates: Rates): StorageLine[] {
  const none: PolicyChoice = { key: 'none', name: 'no policy', document: null };
  return [none, ...choices.filter(({ document }) => document !== null)].map(({ key, name, document }) => ({
    kind: key,
    name,
    days: model.effect(document, rates).forecast.days,
  }));
}
