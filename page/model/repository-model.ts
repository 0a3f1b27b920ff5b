import { Catalogue } from './catalogue';
import { PolicyEffect } from './policy-effect';
import { PolicyDocument } from '../../src/lifecycle/core/document';
import { ForecastBasis } from '../../src/lifecycle/core/forecast/forecast-basis';
import { PageImages } from '../../src/lifecycle/core/page-data';

/** The number of days that the page looks ahead. */
export const DAYS = 90;

/** The pushes a day of families, for those that differ from the rate that the inventory shows. */
export type Rates = ReadonlyMap<string, number>;

/** The rates that the inventory shows. */
export const OWN_RATES: Rates = new Map();

/** What is computed about a repository. Everything is kept for as long as what it depends on. */
export class RepositoryModel {
  private last?: { readonly rates: Rates; readonly catalogue: Catalogue; readonly effects: WeakMap<object, PolicyEffect> };

  constructor(
    public readonly images: PageImages,
    public readonly now: number,
  ) {}

  public catalogue(rates: Rates): Catalogue {
    return this.of(rates).catalogue;
  }

  /** @param document null for no policy */
  public effect(document: PolicyDocument | null, rates: Rates): PolicyEffect {
    const { catalogue, effects } = this.of(rates);
    const key = document ?? NO_POLICY;
    const { images, lists } = this.images;
    const effect = effects.get(key) ?? new PolicyEffect(document, catalogue, images, lists);
    effects.set(key, effect);
    return effect;
  }

  private of(rates: Rates): NonNullable<RepositoryModel['last']> {
    if (this.last?.rates === rates) return this.last;
    const { images, lists, inUse } = this.images;
    const basis = new ForecastBasis(images, lists, this.now, DAYS, rates);
    return (this.last = { rates, catalogue: new Catalogue(basis, inUse ?? new Set()), effects: new WeakMap() });
  }
}

const NO_POLICY = {};
