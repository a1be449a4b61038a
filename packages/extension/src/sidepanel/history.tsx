import { useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useScreen } from '../screen/components/context.ts';
import { StarIcon } from '../screen/components/icons.tsx';
import { download } from '../screen/components/image/image-out.ts';
import { ShojiDrawing } from '../screen/components/shoji-drawing.tsx';
import { images } from '../storage/sealing.ts';
import type { StoredRun } from '../storage/stored-run.ts';
import { historyChange } from '../storage/values.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';
import { exportHistory } from './export-history.ts';
import { deleteHistory, deleteRun, matching } from './history-actions.ts';
import { HistoryGrid } from './history-grid.tsx';

/** Runs per page, because a long list is slow to render. */
const PAGE = 20;

/** The history, newest first, with search, reuse, deletion and export. */
export function History({ onUse }: { onUse: () => void }) {
  const { screen } = useScreen();
  const { history: t } = useSurfaceTexts();
  const id = useId();
  const search = useRef<HTMLInputElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const deleting = useRef(false);
  const runs = useSignal<readonly StoredRun[] | undefined>(undefined);
  const words = useSignal('');
  const starred = useSignal(false);
  const shown = useSignal(PAGE);
  const said = useSignal('');
  useEffect(() => {
    const load = async () => {
      runs.value = await images.runs();
    };
    void load();
    return historyChange.watch(() => void load());
  }, []);
  useLayoutEffect(() => {
    if (!deleting.current) return;
    deleting.current = false;
    // The focused button was removed.
    (search.current ?? first.current)?.focus();
  }, [runs.value]);
  if (!runs.value) return null;
  const { favourites } = screen;
  const isStarred = ({ number, slots }: StoredRun) =>
    slots.some((_, index) => favourites?.has(number, index));
  const found = matching(runs.value, words.value).filter((run) => !starred.value || isStarred(run));
  const remove = async (removal: () => Promise<void>) => {
    deleting.current = true;
    await removal();
    said.value = t.removed;
  };
  return (
    <section class="history" aria-label={t.title}>
      <h2 class="unseen">{t.title}</h2>
      {runs.value.length === 0 ? (
        <div class="history__none">
          <ShojiDrawing />
          <p class="empty__title">{t.none}</p>
          <p class="empty__body">{t.noneHint}</p>
          <button ref={first} type="button" class="button" onClick={onUse}>
            {t.first}
          </button>
        </div>
      ) : (
        <>
          <div class="field">
            <label class="label" for={id}>
              {t.search}
            </label>
            <input
              id={id}
              ref={search}
              class="input"
              type="search"
              dir="auto"
              autocomplete="off"
              value={words.value}
              onInput={(event) => {
                words.value = event.currentTarget.value;
                shown.value = PAGE;
                said.value = '';
              }}
            />
          </div>
          {favourites && (
            <button
              type="button"
              class="button history__starred"
              aria-pressed={starred.value}
              onClick={() => {
                starred.value = !starred.value;
                shown.value = PAGE;
              }}
            >
              <StarIcon />
              {t.starred}
            </button>
          )}
          <Tools
            count={runs.value.length}
            onExport={async () => download(await exportHistory(runs.value ?? []), 'shoji-history')}
            onDeleteAll={() => void remove(deleteHistory)}
          />
        </>
      )}
      <p class="hint" role="status">
        {said.value}
        {words.value !== '' && ` ${found.length === 0 ? t.notFound(words.value) : t.found(found.length)}`}
        {words.value === '' &&
          starred.value &&
          ` ${found.length === 0 ? t.noneStarred : t.found(found.length)}`}
      </p>
      <HistoryGrid
        runs={found.slice(0, shown.value)}
        onUse={onUse}
        onDelete={(number) => void remove(() => deleteRun(number))}
      />
      {found.length > shown.value && (
        <button
          type="button"
          class="button"
          onClick={() => {
            shown.value += PAGE;
          }}
        >
          {t.more}
        </button>
      )}
    </section>
  );
}

function Tools(props: { count: number; onExport: () => Promise<void>; onDeleteAll: () => void }) {
  const { history: t } = useSurfaceTexts();
  const asking = useSignal(false);
  const keep = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (asking.value) keep.current?.focus();
  }, [asking.value]);
  if (asking.value) {
    return (
      <div class="panel panel--failure" role="alertdialog" aria-label={t.removeAll}>
        <p>{t.reallyAll(props.count)}</p>
        <div class="history__tools">
          <button
            ref={keep}
            type="button"
            class="button"
            onClick={() => {
              asking.value = false;
            }}
          >
            {t.keep}
          </button>
          <button type="button" class="button button--danger" onClick={props.onDeleteAll}>
            {t.removeAll}
          </button>
        </div>
      </div>
    );
  }
  return (
    <div class="history__tools">
      <button type="button" class="button" title={t.exportHint} onClick={() => void props.onExport()}>
        {t.exportAll}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          asking.value = true;
        }}
      >
        {t.removeAll}
      </button>
    </div>
  );
}
