import { useScreen } from '../context.ts';

/** One press makes an image server that the proxy has found the generator, or goes back to the proxy's own one. */
export function OfferedGenerators() {
  const { screen, t } = useScreen();
  const offers = screen.offers.value;
  const used = offers.find((offer) => offer.used);
  if (offers.length === 0) return null;
  const choose = (id: string | null, label: string) => (
    <button
      key={id}
      type="button"
      class="link"
      aria-disabled={screen.running.value}
      onClick={() => {
        if (!screen.running.value) void screen.useGenerator(id);
      }}
    >
      {label}
    </button>
  );
  return (
    <section aria-label={t.offers.title}>
      {used && <p>{t.offers.used(used.name)}</p>}
      {offers.map(({ id, name, used }) => !used && <p key={id}>{choose(id, t.offers.use(name))}</p>)}
      {used && <p>{choose(null, t.offers.back)}</p>}
    </section>
  );
}
