import { StorageData, StorageLine } from './core/chart/storage-data';
import { storedBytes } from './core/chart/stored-bytes';
import { PolicyDocument } from './core/document';
import { forecastAssumptions } from './core/forecast/assumptions';
import { forecastOf } from './core/forecast/forecast';
import { ForecastBasis } from './core/forecast/forecast-basis';
import { ImageInventory } from './image-inventory';

/** The days before and after now that a preview shows. */
export const FORECAST_DAYS = 90;

/** The storage of a repository in the past and in the coming days, and what the forecast assumes. */
export interface StoragePreview {
  readonly data: StorageData;
  readonly assumptions: readonly string[];
}

/** The policies whose storage is compared. */
export interface ComparedPolicies {
  /** The policy of the preview; none for a repository without a policy. */
  readonly document?: PolicyDocument;
  /** The present policy, null for none; undefined if it is not known. */
  readonly present?: PolicyDocument | null;
}

/** Forecasts storage without a policy, with the present one if it is known, and with that of the preview. It takes its time for many images. */
export function storagePreview(
  { _images: images, _manifestLists: lists, _repository }: ImageInventory,
  { document, present }: ComparedPolicies,
  now: number,
  pricePerGbMonth: number,
): StoragePreview {
  const basis = new ForecastBasis(images, lists, now, FORECAST_DAYS);
  const line = (kind: StorageLine['kind'], name: string, rules: PolicyDocument['rules']) => ({
    kind,
    name,
    days: forecastOf(rules, basis).days,
  });
  const lines = [
    line('none', present === null ? 'no policy, as at present' : 'no policy', []),
    ...(present ? [line('present', 'present policy', present.rules)] : []),
    ...(document ? [line('proposed', present === undefined ? 'this policy' : 'proposed policy', document.rules)] : []),
  ];
  return {
    data: { repository: _repository.name, now, past: storedBytes(images, now, FORECAST_DAYS), lines, pricePerGbMonth },
    assumptions: forecastAssumptions({ images, lists, rules: [...(present?.rules ?? []), ...(document?.rules ?? [])] }),
  };
}
