import { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { FIRST_FLEET, FleetState, FleetTable } from './fleet/fleet-table';
import { repositoryOfHash } from './fleet/repository-key';
import { Notices } from './layout/notices';
import { noticesOf } from './model/notices';
import { counted, date } from './model/words';
import { RepositoryView } from './repository-view';
import { PageData, pageImages, PageRepository } from '../src/lifecycle/core/page-data';

/** The page: one repository, or the table of all repositories and the one that is open. */
export function App({ data }: { readonly data: PageData }) {
  const { repositories, now, unread } = data;
  const isFleet = repositories.length !== 1 || repositories[0].row !== undefined;
  const heading = useRef<HTMLHeadingElement>(null);
  const hash = useHash(isFleet, heading);
  const [fleet, setFleet] = useState<FleetState>(FIRST_FLEET);
  const open = isFleet ? repositoryOfHash(repositories, hash) : repositories[0];
  const title = open === undefined ? 'Lifecycle policies' : (open.name ?? 'Repository');

  useEffect(() => {
    document.title = open === undefined ? title : `${title}: lifecycle policy`;
  }, [title, open]);
  return (
    <>
      <header>
        {isFleet && open !== undefined && (
          <nav aria-label="Repositories">
            <a href="#">All repositories</a>
          </nav>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="muted">{open === undefined ? `inventory of ${date(now)}` : subtitle(open, now)}</p>
      </header>
      <main>
        {open === undefined ? (
          <>
            <Notices sentences={unread} />
            <FleetTable repositories={repositories} state={fleet} onState={setFleet} />
          </>
        ) : (
          <OpenRepository key={hash} repository={open} data={data} />
        )}
      </main>
    </>
  );
}

function OpenRepository({ repository, data }: { readonly repository: PageRepository; readonly data: PageData }) {
  const images = useMemo(() => pageImages(repository), [repository]);
  return (
    <>
      <Notices sentences={noticesOf(repository, images)} />
      {images !== undefined && (
        <RepositoryView repository={repository} images={images} now={data.now} pricePerGbMonth={data.pricePerGbMonth} />
      )}
    </>
  );
}

function subtitle({ registryId, region, images }: PageRepository, now: number): string {
  const parts = [registryId, region, `inventory of ${date(now)}`, images && counted(images.count, 'image')];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/**
 * The hash of the address, which names the open repository, so that the browser's Back leads to the table. A repository is read from its heading,
 * and the table from where it was left.
 */
function useHash(isFleet: boolean, heading: RefObject<HTMLHeadingElement | null>): string {
  const [hash, setHash] = useState(location.hash);
  const isFirst = useRef(true);
  const scrolls = useRef(new Map<string, number>());
  useEffect(() => {
    if (!isFleet) return;
    history.scrollRestoration = 'manual';
    const note = () => scrolls.current.set(location.hash, scrollY);
    const read = () => setHash(location.hash);
    addEventListener('scroll', note, { passive: true });
    addEventListener('hashchange', read);
    return () => {
      removeEventListener('scroll', note);
      removeEventListener('hashchange', read);
    };
  }, [isFleet]);
  useLayoutEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, hash.length > 1 ? 0 : (scrolls.current.get(hash) ?? 0));
  }, [hash]);
  return hash;
}
