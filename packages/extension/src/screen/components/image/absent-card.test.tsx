import { PHRASES } from '@shoji/core/phrases';
import { describe, expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { imageOf, runOf, warningOf } from '../../../testing/runs.ts';
import { AbsentCard, WithheldCard } from './absent-card.tsx';

const { imageReasons, warnings } = PHRASES.en;

const icon = (container: Element) => container.querySelector('.badge svg')?.innerHTML;

function withheld(codes: readonly string[], language: 'en' | 'ja' = 'en') {
  const reasons = codes.map((code) => warningOf(code, { image: 1, check: 'rekognition' }));
  return draw(<WithheldCard run={runOf()} image={imageOf('withhold', { warnings: reasons })} index={1} />, {
    language,
  }).page;
}

describe('a withheld picture', () => {
  it('has a name, a state and a reason, and no pixels', () => {
    const page = withheld(['image_nudity']);
    const card = page.getByRole('listitem');
    expect(card).toContainElement(page.getByRole('heading', { level: 3, name: 'Picture 2' }));
    expect(card).toHaveTextContent(
      `Picture 2Withheld${imageReasons.nudity}This picture is not shown, and no part of it was sent to you.`,
    );
    expect(page.queryByRole('img')).toBeNull();
    expect(page.queryByRole('button')).toBeNull();
    expect(card).toHaveClass('card--withhold');
    expect(card.querySelector('.badge')).toHaveClass('badge--withhold');
    expect(card.querySelector('.card__frame')).toHaveClass('card__frame--withhold');
  });

  it('is shown in Japanese', () => {
    expect(withheld(['image_nudity'], 'ja').getByRole('listitem')).toHaveTextContent(
      `画像 2非表示${PHRASES.ja.imageReasons.nudity}この画像は表示されません。画像のデータも送られていません。`,
    );
  });

  it('differs in words and looks from a picture that could not be checked', () => {
    const found = withheld(['image_nudity']);
    const foundIcon = icon(found.container);
    found.unmount();
    const page = withheld(['check_failed']);
    const card = page.getByRole('listitem');
    expect(card).toHaveTextContent(
      /^Picture 2Could not be checkedA check failed, so this picture is not shown\. It was not found to be unsafe\.$/,
    );
    expect(card).toHaveClass('card--unchecked');
    expect(card.querySelector('.badge')).toHaveClass('badge--unchecked');
    expect(card.querySelector('.card__frame')).toHaveClass('card__frame--unchecked');
    expect(icon(page.container)).not.toBe(foundIcon);
  });

  it('keeps the findings of one check when another check failed', () => {
    const page = withheld(['check_failed', 'image_nudity']);
    expect(page.getByText('Withheld')).toBeInTheDocument();
    expect(page.getByText(imageReasons.nudity)).toBeInTheDocument();
    expect(page.getByText(warnings.check_failed({ check: 'rekognition', image: 1 }))).toBeInTheDocument();
  });

  it('is withheld, not unchecked, when the operator lets failed checks through', () => {
    expect(withheld(['check_failed_open']).getByText('Withheld')).toBeInTheDocument();
  });

  it('does not mention sent data when the picture was never made', () => {
    const page = withheld(['no_image']);
    expect(page.getByText('The image model did not return this picture.')).toBeInTheDocument();
    expect(page.queryByText(/no part of it was sent/)).toBeNull();
  });

  it('takes its reasons from the final answer as soon as it arrives', () => {
    const run = runOf({
      warnings: [warningOf('image_hate', { image: 1 })],
      completed: {
        id: 'gen_1',
        decisions: [],
        warnings: [],
        checks: [],
        attempts: 1,
        seeds: [],
        generator: undefined,
        timings: {},
        cost: undefined,
      },
    });
    const image = imageOf('withhold', { warnings: [warningOf('check_failed')] });
    const { page } = draw(<WithheldCard run={run} image={image} index={1} />);
    expect(page.getByText(imageReasons.hate)).toBeInTheDocument();
    expect(page.queryByText('Could not be checked')).toBeNull();
  });
});

describe('a place without a picture', () => {
  it('keeps the requested aspect ratio', () => {
    const { page } = draw(<AbsentCard run={runOf()} position={1} unchecked reasons={['why']} />);
    expect(page.container.querySelector<HTMLElement>('.card__frame')?.style.aspectRatio).toBe('512 / 768');
  });

  it('shows only its reasons when it has no footnote', () => {
    const { page } = draw(
      <AbsentCard run={runOf()} position={1} unchecked={false} reasons={['one', 'two']} />,
    );
    expect(
      [...page.container.querySelectorAll('.card__reason')].map(({ textContent }) => textContent),
    ).toEqual(['one', 'two']);
    expect(page.container.querySelector('.hint')).toBeNull();
  });
});
