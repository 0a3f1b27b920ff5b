import { useEffect, useMemo, useState } from 'preact/hooks';
import { Cards } from './layout/cards';
import { DayBar } from './layout/day-bar';
import { PolicySwitch } from './layout/policy-switch';
import { ImageState } from './model/image-state';
import { hasSizes, mayShareLayers } from './model/notices';
import { pictureOf } from './model/picture';
import { choicesOf, PolicyChoice, referenceOf } from './model/policy-choice';
import { DAYS, OWN_RATES, RepositoryModel } from './model/repository-model';
import { summaryOf } from './model/summary';
import { Storage } from './storage/storage';
import { FilterBar } from './table/filter-bar';
import { ImageTable } from './table/image-table';
import { Filter, NO_FILTER, selectionOf, TextMatches } from './table/selection';
import { Details } from './time-line/details';
import { Legend } from './time-line/legend';
import { expiringRules, marksOf } from './time-line/marks';
import { TimeLine } from './time-line/time-line';
import { effectSentence } from './what-if/effect-sentence';
import { WhatIf } from './what-if/what-if';
import { PolicyDocument } from '../src/lifecycle/core/document';
import { PageImages, PageRepository } from '../src/lifecycle/core/page-data';

interface RepositoryViewProps {
  readonly repository: PageRepository;
  readonly images: PageImages;
  readonly now: number;
  readonly pricePerGbMonth: number;
}

/** With more images, the reasons come one frame after the marks, because they need the verdicts of all images. */
const MOST_WITH_REASONS = 20_000;

/** What the policies do to the images of one repository. */
export function RepositoryView({ repository, images, now, pricePerGbMonth }: RepositoryViewProps) {
  const model = useMemo(() => new RepositoryModel(images, now), [images, now]);
  const known = useMemo(() => choicesOf(repository), [repository]);
  const [day, setDay] = useState(0);
  const [rates, setRates] = useState(OWN_RATES);
  const [changed, setChanged] = useState<PolicyDocument | null>();
  const [key, setKey] = useState<PolicyChoice['key']>(known[0].key);
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  // by digest, because its place changes with the assumed pushes
  const [chosenDigest, setChosenDigest] = useState<string>();
  const [hovered, setHovered] = useState(-1);

  const choices: PolicyChoice[] = changed === undefined ? known : [...known, { key: 'changed', name: 'your change', document: changed }];
  const shown = choices.find((choice) => choice.key === key) ?? known[0];
  const isPainted = useIsPainted(model);
  const reference = isPainted ? referenceOf(known, shown) : undefined;
  const effect = model.effect(shown.document, rates);
  const { catalogue } = effect;
  const isEffectPainted = useIsPainted(effect);
  const hasReasons = isEffectPainted || images.images.length <= MOST_WITH_REASONS;
  const picture = useMemo(() => pictureOf(effect, day, hasReasons), [effect, day, hasReasons]);
  const other = reference && model.effect(reference.document, rates);
  const otherPicture = useMemo(() => other && pictureOf(other, day), [other, day]);
  const rules = useMemo(() => expiringRules(effect), [effect]);
  const marks = useMemo(() => marksOf(picture, rules), [picture, rules]);
  const texts = useMemo(() => new TextMatches(catalogue), [catalogue]);
  // the rule of the filter may be one of another policy
  const valid = filter.rule !== undefined && filter.rule >= effect.rules.length ? NO_FILTER : filter;
  const isSelected = useMemo(() => selectionOf(picture, valid, texts), [picture, valid, texts]);
  const chosen = chosenDigest === undefined ? -1 : (catalogue.placeOf.get(chosenDigest) ?? -1);
  const withoutPolicy = isPainted ? model.effect(null, rates).forecast.days[day].most.sizeInBytes : undefined;
  const inWords = useMemo(
    () =>
      effectSentence(
        effect.forecast,
        reference && other && { name: reference.name, forecast: other.forecast },
        hasSizes(images) ? pricePerGbMonth : undefined,
      ),
    [effect, other],
  );
  const change = (document: PolicyDocument | null) => {
    const original = known.find((choice) => choice.document === document);
    if (original === undefined) setChanged(document);
    setKey(original?.key ?? 'changed');
  };

  return (
    <>
      <div class="toolbar">
        <PolicySwitch choices={choices} shown={shown} onChoice={setKey} />
        <DayBar now={now} day={day} days={DAYS} onDay={setDay} />
      </div>
      <Cards
        day={day}
        shown={summaryOf(picture)}
        reference={reference && otherPicture && { name: reference.name, summary: summaryOf(otherPicture) }}
        withoutPolicy={withoutPolicy}
        hasSizes={hasSizes(images)}
        hasSharedLayers={mayShareLayers(images)}
        pricePerGbMonth={pricePerGbMonth}
      />
      <section class="card" aria-labelledby="time-line-title">
        <h2 id="time-line-title">Images by the day of their push</h2>
        <Legend picture={picture} rules={rules} isUseKnown={images.inUse !== undefined} filter={valid} onFilter={setFilter} />
        <TimeLine
          picture={picture}
          marks={marks}
          isSelected={isSelected}
          chosen={chosen}
          onChoose={(place) => setChosenDigest(catalogue.basis.images[place].digest)}
          onHover={setHovered}
        />
        <Details picture={picture} marks={marks} place={hovered >= 0 ? hovered : chosen} />
        <p id="time-line-keys" class="hidden">
          The arrow keys, Page Up, Page Down, Home and End choose an image, in the order of pushes. The table below has all images.
        </p>
      </section>
      <div class="pair">
        <WhatIf document={shown.document} originals={known.filter((choice) => choice.key !== 'none')} onChange={change} effect={inWords} />
        <Storage
          name={repository.name}
          model={model}
          choices={choices}
          isPainted={isPainted}
          rates={rates}
          onRates={setRates}
          day={day}
          pricePerGbMonth={pricePerGbMonth}
        />
      </div>
      <section class="card" aria-labelledby="table-title">
        <h2 id="table-title">All images</h2>
        <FilterBar effect={effect} filter={valid} onFilter={setFilter} />
        <ImageTable
          picture={picture}
          marks={marks}
          isSelected={isSelected}
          withAssumed={valid.state !== undefined && valid.state >= ImageState.ASSUMED}
        />
      </section>
    </>
  );
}

/** Whether a picture of a value is painted: what that picture does not need is computed afterwards. */
function useIsPainted(value: unknown): boolean {
  const [painted, setPainted] = useState<unknown>();
  useEffect(() => {
    let task: ReturnType<typeof setTimeout>;
    const frame = requestAnimationFrame(() => (task = setTimeout(() => setPainted(value))));
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(task);
    };
  }, [value]);
  return painted === value;
}
