import { Catalogue } from './catalogue';
import { byPriority, DocumentRule, PolicyDocument } from '../../src/lifecycle/core/document';
import { evaluate } from '../../src/lifecycle/core/evaluation';
import { Forecast, forecastOf } from '../../src/lifecycle/core/forecast/forecast';
import { ManifestLists, RepositoryImage } from '../../src/lifecycle/core/images';
import { VerdictReasons } from '../../src/lifecycle/core/reasons';
import { settledVerdicts, Verdict } from '../../src/lifecycle/core/verdicts';

/** The verdicts of today, and the sentences that explain them. */
interface Today {
  /** By the place of the image in the catalogue. Assumed images have none. */
  readonly verdicts: readonly (Verdict | undefined)[];
  readonly reasons: VerdictReasons;
}

/** What a policy does to the images of a repository: the forecast, and the verdicts of today when they are asked for. */
export class PolicyEffect {
  /** The rules in the order in which ECR applies them, which is that of the places in the forecast. */
  public readonly rules: readonly DocumentRule[];
  public readonly forecast: Forecast;
  private known?: Today;

  /**
   * @param document null for no policy
   * @param images those of the inventory
   */
  constructor(
    public readonly document: PolicyDocument | null,
    public readonly catalogue: Catalogue,
    private readonly images: readonly RepositoryImage[],
    private readonly lists: ManifestLists,
  ) {
    this.rules = byPriority(document?.rules ?? []);
    this.forecast = forecastOf(this.rules, catalogue.basis);
  }

  public get today(): Today {
    return (this.known ??= this.evaluated());
  }

  /** The verdicts of today, if some image may be held by a manifest list that is known. They are costly for many images. */
  public get verdictsWithHolds(): readonly (Verdict | undefined)[] | undefined {
    return this.lists.size === 0 ? undefined : this.today.verdicts;
  }

  private evaluated(): Today {
    const { basis, placeOf } = this.catalogue;
    const found = settledVerdicts(evaluate(this.rules, this.images, basis.now, this.lists), this.lists);
    const verdicts = new Array<Verdict | undefined>(basis.images.length).fill(undefined);
    for (const verdict of found) verdicts[placeOf.get(verdict.image.digest)!] = verdict;
    return { verdicts, reasons: new VerdictReasons(found, this.lists, basis.now) };
  }
}
