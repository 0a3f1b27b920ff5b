import { existsSync } from 'fs';
import { join } from 'path';
import { PolicySource } from './policy-input';
import { FleetPreview } from '../fleet/fleet-preview';
import { FleetRepository } from '../fleet/fleet-repository';
import { ImagesInUse } from '../fleet/images-in-use';
import { Inventory, InventoryEntry } from '../fleet/inventory';
import { repositoryFiles } from '../fleet/inventory-format';
import { presentPolicy } from '../fleet/present-policy';
import { Proposal } from '../fleet/repository-preview';
import { ImageColumns, imageColumns } from '../lifecycle/core/image-columns';
import { PageData, PageRepository, PageRow, placesOf } from '../lifecycle/core/page-data';

/** A file with more than this opens slowly, and few mail servers accept it. */
const MOST_IMAGES = 100_000;
const MOST_CHARACTERS = 12_000_000;

/** The contents of the page of an inventory. */
export interface FleetPage {
  /** The folder of the inventory, and the policies, as the command line names them. */
  readonly folder: string;
  readonly source: PolicySource;
  readonly inventory: Inventory;
  readonly preview: FleetPreview;
  readonly proposed?: (entry: InventoryEntry) => Proposal | undefined;
  readonly now: Date;
  readonly pricePerGbMonth: number;
}

/** Returns the data of the page of an inventory: all repositories, and the images of the most expensive ones. */
export function fleetPage(page: FleetPage): PageData {
  const { inventory, preview, now, pricePerGbMonth } = page;
  const inUse = ImagesInUse.of(inventory);
  const entries = [...inventory._registries()].flatMap((registry) => [...registry.repositories()]);
  const images = imagesWithin(entries, preview.repositories, inUse);
  return {
    formatVersion: 1,
    now: now.getTime(),
    pricePerGbMonth,
    unread: preview.unread,
    repositories: entries.map((entry, index) => pageRepository(page, entry, preview.repositories[index], images.get(entry))),
  };
}

interface EmbeddedImages {
  readonly columns: ImageColumns;
  readonly inUse?: readonly number[];
}

/** Reads the images of the most expensive repositories that fit into the file. */
function imagesWithin(
  entries: readonly InventoryEntry[],
  repositories: readonly FleetRepository[],
  inUse: ImagesInUse,
): ReadonlyMap<InventoryEntry, EmbeddedImages> {
  const embedded = new Map<InventoryEntry, EmbeddedImages>();
  const costs = repositories.map(({ dollarsPerMonth = 0 }) => dollarsPerMonth);
  let imagesLeft = MOST_IMAGES;
  let charactersLeft = MOST_CHARACTERS;
  for (const index of [...entries.keys()].sort((one, other) => costs[other] - costs[one])) {
    const { imageCount } = repositories[index];
    if (imageCount === undefined || imageCount > imagesLeft) continue;
    const entry = entries[index];
    const found = embeddedImages(entry, inUse);
    const characters = found === undefined ? 0 : JSON.stringify(found).length;
    if (found === undefined || characters > charactersLeft) continue;
    imagesLeft -= imageCount;
    charactersLeft -= characters;
    embedded.set(entry, found);
  }
  return embedded;
}

function embeddedImages(entry: InventoryEntry, inUse: ImagesInUse): EmbeddedImages | undefined {
  const { inventory } = entry.images();
  if (inventory === undefined) return undefined;
  const { _images: images, _manifestLists: lists } = inventory;
  const used = inUse.of(entry);
  // what runs in any account may be an image of this repository
  const isKnown = used.length > 0 || inUse.unread.length === 0;
  return { columns: imageColumns(images, lists), inUse: isKnown ? placesOf(images, used) : undefined };
}

function pageRepository(
  page: FleetPage,
  entry: InventoryEntry,
  numbers: FleetRepository,
  embedded: EmbeddedImages | undefined,
): PageRepository {
  const { document, problem } = presentPolicy(entry);
  const proposal = page.proposed?.(entry);
  const { account, region } = entry.registry;
  return {
    name: entry.name,
    registryId: account,
    region,
    images: embedded?.columns,
    present: document,
    ...(proposal === undefined ? {} : { proposed: proposal.document ?? null }),
    why: {
      ...(embedded === undefined ? { images: whyWithoutImages(page, entry, numbers, proposal) } : {}),
      ...(problem === undefined ? {} : { present: `It could not be read (${problem}).` }),
    },
    inUse: embedded?.inUse,
    missing: numbers.missing,
    row: rowOf(numbers),
    ...(numbers.isCostExact === true ? { isCostExact: true } : {}),
  };
}

function rowOf(numbers: FleetRepository): PageRow {
  const { imageCount, sizeInBytes, dollarsPerMonth, currentlyExpiredCount, currentlyPossiblyExpiredCount, inUseExpiredCount } = numbers;
  const { additionallyExpiredCount, possiblyExpiredCount, savedDollarsPerMonth, possiblySavedDollarsPerMonth } = numbers;
  return {
    imageCount,
    sizeInBytes,
    dollarsPerMonth,
    currentlyExpiredCount,
    currentlyPossiblyExpiredCount,
    additionallyExpiredCount,
    possiblyExpiredCount,
    savedDollarsPerMonth,
    possiblySavedDollarsPerMonth,
    inUseExpiredCount,
  };
}

function whyWithoutImages(page: FleetPage, entry: InventoryEntry, { missing }: FleetRepository, proposal: Proposal | undefined): string {
  const [unread] = missing.flatMap((one) => /^images: (.*)$/s.exec(one)?.[1] ?? []);
  if (unread !== undefined) return `They could not be read (${unread}).`;
  const command = previewCommand(page, entry, proposal).map(shellWord).join(' ');
  return `With them, it would be too large. To see them, run: ${command}`;
}

/** The command that writes the page of one repository of the inventory. */
function previewCommand({ folder, source }: FleetPage, entry: InventoryEntry, proposal: Proposal | undefined): string[] {
  const { account, region } = entry.registry;
  const files = repositoryFiles(entry.name);
  const [settings, images, manifests] = [files.settings, files.images, files.manifests].map((file) => join(folder, account, region, file));
  const policies =
    source.policy === undefined
      ? [...source.template.flatMap((file) => ['--template', file]), '--resource', source.resource ?? entry.name]
      : ['--policy', source.policy, ...(source.resource === undefined ? [] : ['--resource', source.resource])];
  return [
    'npx',
    'cdk-secure-repository',
    'preview',
    ...(proposal === undefined ? ['--policy', settings] : [...policies, '--present', settings]),
    '--images',
    images,
    ...(existsSync(manifests) ? ['--manifests', manifests] : []),
    '--html',
    `${entry.name.replaceAll('/', '-')}.html`,
  ];
}

function shellWord(word: string): string {
  return /^[\w./%:=@,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
