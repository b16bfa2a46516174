/** The page itself, with a fake engine: what axe finds wrong with it, what keys do, how narrow it can be. */
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { mount, unmount } from 'svelte';
import type { Inspection } from '../../src/domain/index.ts';
import { App } from '../../src/ui/index.ts';
import type { Notebook } from '../../src/state/index.ts';
import { notebookIn, type PageState } from './page-states.ts';

let shown: ReturnType<typeof mount> | null = null;

async function show(
  state: PageState,
  language = 'en',
  theme = 'light',
  inspected: Partial<Inspection> = {},
): Promise<Notebook> {
  const { notebook, reached } = notebookIn(state, { language, theme }, inspected);
  await notebook.language.load();
  shown = mount(App, { target: document.body, props: { notebook } });
  await reached;
  return notebook;
}

afterEach(async () => {
  if (shown !== null) await unmount(shown);
  shown = null;
});

const step = (name: string) => document.querySelector<HTMLElement>(`[data-step="${name}"]`)!;
const action = (name: string) => document.querySelector<HTMLButtonElement>(`[data-action="${name}"]`)!;

describe('axe finds nothing serious', () => {
  const looks = [
    ['en', 'light'],
    ['zh', 'dark'],
  ] as const;
  const states: PageState[] = [
    'shelf',
    'recognised',
    'cut-open',
    'cut-deep',
    'cut-boxes',
    'cutting',
    'troubled',
    'training',
    'stale',
    'results',
    'explained',
    'keep',
    'error',
  ];
  it.each(
    looks.flatMap(([language, theme]) => states.map((state) => [state, language, theme] as const)),
  )(
    'in "%s", %s, %s',
    async (state, language, theme) => {
      await page.viewport(1280, 900);
      await show(state, language, theme);
      for (const details of document.querySelectorAll('details')) details.open = true;
      const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
      ).toEqual([]);
    },
    30_000,
  );
});

describe('a phone', () => {
  it.each([
    'empty',
    'recognised',
    'cut-open',
    'cut-deep',
    'cut-boxes',
    'cutting',
    'troubled',
    'training',
    'results',
    'explained',
    'keep',
  ] as const)(
    'shows "%s" without scrolling sideways',
    async (state) => {
      await page.viewport(390, 844);
      await show(state, 'en');
      for (const details of document.querySelectorAll('details')) details.open = true;
      const { scrollWidth, clientWidth } = document.documentElement;
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    },
    30_000,
  );
});

describe('the keyboard', () => {
  it('presses a step’s main button with Enter', async () => {
    await show('recognised');
    step('target').focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => step('cut').dataset['state']).toBe('open');
  });

  it('shows and hides its map with ?', async () => {
    await show('empty');
    const map = document.querySelector('dialog[aria-label="Keyboard"]')!;
    await userEvent.keyboard('?');
    expect(map.hasAttribute('open')).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(map.hasAttribute('open')).toBe(false);
  });

  it('moves through a gallery and shows the picture it stands on', async () => {
    const notebook = await show('results');
    const [first] = document.querySelectorAll<HTMLElement>('[data-part="mistakes"] [data-position]');
    first?.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}');
    expect(notebook.results.mistakes.focused).toBeGreaterThan(3);
    expect((document.activeElement as HTMLElement).dataset['position']).toBe(
      String(notebook.results.mistakes.focused),
    );
  });

  it('opens the pictures of a cell of the confusion matrix', async () => {
    const notebook = await show('stale');
    document.querySelector<HTMLElement>('[data-part="confusion"] [data-position="0"]')?.focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(notebook.results.cell).toEqual({ truth: 1, said: 0 });
  });

  it('leaves figures typed into a field alone', async () => {
    await show('train-open');
    for (const details of step('train').querySelectorAll('details')) details.open = true;
    const field = step('train').querySelector<HTMLInputElement>('input[type="number"]')!;
    field.focus();
    await userEvent.keyboard('3');
    expect(document.activeElement).toBe(field);
  });
});

describe('what a plot shows', () => {
  it('is saved as a picture that needs no style sheet, and as its numbers', async () => {
    await show('results');
    const saved: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
      saved.push(file as Blob);
      return 'blob:none';
    });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const matrix = document.querySelector('[data-part="confusion"]')!.parentElement!.parentElement!;
    const rocPart = () => document.querySelector<HTMLDetailsElement>('[data-part="roc"]');
    const roc = await vi.waitUntil(rocPart);
    roc.open = true;
    await vi.waitUntil(() => roc.querySelector('svg') !== null);
    for (const place of [roc, matrix])
      for (const name of ['save-svg', 'save-csv']) {
        const before = saved.length;
        place.querySelector<HTMLButtonElement>(`[data-action="${name}"]`)!.click();
        await vi.waitUntil(() => saved.length > before);
      }
    vi.restoreAllMocks();
    const [plot, numbers, cells, counts] = await Promise.all(saved.map((file) => file.text()));
    const drawn = [plot!, cells!].map((text) => new DOMParser().parseFromString(text, 'image/svg+xml'));
    for (const svg of drawn) {
      expect(svg.querySelector('parsererror')).toBeNull();
      expect(svg.documentElement.namespaceURI).toBe('http://www.w3.org/2000/svg');
      expect(svg.querySelector('[class]')).toBeNull();
    }
    const curve = drawn[0]!.querySelectorAll('path')[2]!;
    expect(curve.getAttribute('stroke')).toMatch(/^(?:rgb|color|oklab)/);
    expect(curve.getAttribute('fill')).toBe('none');
    expect(drawn[1]!.querySelectorAll('rect')).toHaveLength(4);
    expect(numbers!.split('\r\n').slice(0, 2)).toEqual([
      'Class,1 − specificity,Sensitivity',
      'pneumonia,0,0',
    ]);
    expect(counts).toMatch(/^True ↓ Predicted →,normal,pneumonia\r\nnormal,\d+,\d+\r\n/);
  });
});

describe('the page', () => {
  it('takes a dropped file wherever it falls', async () => {
    await show('empty');
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'chest.npz'));
    const event = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
    document.querySelector('footer')!.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    await expect.poll(() => step('target').dataset['state']).toBe('open');
  });

  it.each([
    ['en', /may not be uploaded anywhere/, /could be CheXpert, because of train\.csv, or MIMIC-CXR-JPG/],
    ['zh', /不得上传到任何地方/, /可能是 CheXpert（依据 train\.csv），也可能是 MIMIC-CXR-JPG/],
  ])('says of a dataset what its licence forbids, and what else it could be, in %s', async (...all) => {
    const [language, forbids, couldBe] = all;
    const sharing = () => step('data').querySelector('[data-part="sharing"]');
    const rival = { dataset: 'MIMIC-CXR-JPG', because: 'mimic-cxr-2.0.0-split.csv' };
    await show('recognised', language, 'light', {
      sharing: 'forbidden',
      evidence: [
        {
          kind: 'could-also-be',
          holds: false,
          parameters: { taken: 'CheXpert', by: 'train.csv', ...rival },
        },
      ],
    });
    expect(sharing()?.textContent).toMatch(forbids);
    const [evidence] = step('data').querySelectorAll('[data-part="evidence"] .against');
    expect(evidence?.textContent).toMatch(couldBe);
  });

  it('says nothing of passing on what anybody may pass on', async () => {
    await show('recognised');
    expect(step('data').querySelector('[data-part="evidence"]')).not.toBeNull();
    expect(step('data').querySelector('[data-part="sharing"]')).toBeNull();
  });

  it('loads weights that are dropped', async () => {
    const notebook = await show('empty');
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'weights.safetensors'));
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
    await expect.poll(() => notebook.tryIt.loaded?.target.name).toBe('finding');
    expect(step('data').dataset['state']).toBe('open');
  });

  it('switches its language whole, and says which it is', async () => {
    await show('results');
    action('switch-language').click();
    await expect.poll(() => document.documentElement.lang).toBe('zh-Hans');
    expect(step('results').textContent).toContain('混淆矩阵');
    expect(step('results').textContent).not.toContain('Confusion');
  });

  it('draws cut pictures with all their greys, and originals in their proportions', async () => {
    await show('cut-open');
    const [original, cut] = step('cut').querySelectorAll('canvas');
    expect([original?.width, original?.height, cut?.width]).toEqual([480, 400, 28]);
    const { data } = cut!.getContext('2d')!.getImageData(0, 0, 28, 28);
    expect(new Set(data).size).toBeGreaterThan(50);
    expect(getComputedStyle(cut!).imageRendering).toBe('pixelated');
  });

  it('shows a window while its slider moves, and takes it when it is let go', async () => {
    const notebook = await show('cut-deep');
    const [slider] = step('cut').querySelectorAll<HTMLInputElement>(
      '[data-part="window"] [type="range"]',
    );
    const before = notebook.cut.preview.shown;
    slider!.value = '300';
    slider!.dispatchEvent(new Event('input', { bubbles: true }));
    await expect.poll(() => notebook.cut.preview.shown?.deep?.shown.centre).toBe(300);
    expect(notebook.cut.preview.shown!.original.data).not.toEqual(before!.original.data);
    expect(notebook.cut.options.window).toEqual({ centre: -200, width: 900 });
    slider!.focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => notebook.cut.options.window).toEqual({ centre: 301, width: 900 });
    await notebook.advance('cut');
    expect(notebook.sentence('cut')).toContain('bicubic · window: centre 301, width 900 · ');
  });

  it('starts a window of one’s own from what is shown, and tells when a preset does not fit', async () => {
    const notebook = await show('cut-deep');
    const choose = (value: string) => {
      const select = step('cut').querySelector<HTMLSelectElement>('[data-part="window"] select')!;
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const facts = () => step('cut').querySelector('[data-part="window-facts"]')!.textContent;
    choose('lung');
    await expect.poll(facts).toContain('Shown: CT: lung (centre -600, width 1,500).');
    expect(facts()).toContain('The file’s own window has centre 40, width 1,500.');
    choose('own');
    await expect.poll(() => notebook.cut.options.window).toEqual({ centre: -600, width: 1500 });
  });

  it('has no window where pictures have 8 bits', async () => {
    await show('cut-open');
    expect(step('cut').querySelector('[data-part="window"]')).toBeNull();
  });

  it.each([
    ['en', 'all side by side'],
    ['zh', '各幅并排'],
  ])('offers several images side by side where samples have them (%s)', async (language, words) => {
    const notebook = await show('cut-open', language, 'light', { several: true });
    const together = () => step('cut').querySelector<HTMLInputElement>('input[value="together"]');
    await expect.poll(together).not.toBeNull();
    expect(together()!.closest('label')!.textContent).toContain(words);
    together()!.click();
    await expect.poll(() => notebook.cut.options.several).toBe('together');
    await notebook.advance('cut');
    expect(notebook.sentence('cut')).toContain(words);
    // A volume is one image.
    notebook.cut.chooseVolume('montage');
    await expect.poll(together).toBeNull();
  });

  it('offers no several images where no sample has them', async () => {
    await show('cut-open');
    expect(step('cut').querySelector('input[value="stretch"]')).not.toBeNull();
    expect(step('cut').querySelector('input[value="together"]')).toBeNull();
  });

  it.each([
    ['en', 'coronal', 'Slice: 25% of the way through'],
    ['zh', '冠状面', '从头至尾 25%'],
  ])('takes a slice of volumes at a position along a plane (%s)', async (language, plane, position) => {
    const notebook = await show('cut-open', language, 'light', { volumes: true });
    const coronal = () => step('cut').querySelector<HTMLInputElement>('input[value="coronal"]');
    const slider = () => step('cut').querySelector<HTMLInputElement>('#slice-position');
    await expect.poll(coronal).not.toBeNull();
    coronal()!.click();
    slider()!.value = '0.25';
    slider()!.dispatchEvent(new Event('change', { bubbles: true }));
    await expect.poll(() => step('cut').textContent).toContain(position);
    expect(notebook.cut.options).toMatchObject({ plane: 'coronal', position: 0.25 });
    await notebook.advance('cut');
    expect(notebook.sentence('cut')).toContain(plane);
    expect(notebook.sentence('cut')).toContain(position);
    notebook.cut.chooseVolume('montage');
    await expect.poll(slider).toBeNull();
    // A cube has no plane.
    notebook.cut.chooseVolume('volume');
    await expect.poll(coronal).toBeNull();
  });

  it('changes the size by the picture that shows it, and says what that costs', async () => {
    const notebook = await show('keep');
    notebook.fold('cut', true);
    await expect.poll(() => step('cut').querySelector('input[value="64"]')).not.toBeNull();
    step('cut').querySelector<HTMLInputElement>('input[value="64"]')!.click();
    await expect.poll(() => step('cut').dataset['state']).toBe('stale');
    expect(step('cut').textContent).toContain('This cuts again: about 38 s.');
    step('cut').querySelector<HTMLButtonElement>('[data-action="undo"]')!.click();
    await expect.poll(() => step('cut').dataset['state']).toBe('done');
  });

  it('asks before it forgets everything, and only then does', async () => {
    const notebook = await show('shelf');
    action('forget').click();
    const dialog = action('forget-everything').closest('dialog')!;
    await expect.poll(() => dialog.open).toBe(true);
    dialog.querySelector<HTMLButtonElement>('[value="cancel"]')!.click();
    await expect.poll(() => dialog.open).toBe(false);
    expect(notebook.shelf.isEmpty).toBe(false);
    action('forget').click();
    await expect.poll(() => dialog.open).toBe(true);
    action('forget-everything').click();
    await expect.poll(() => notebook.shelf.isEmpty).toBe(true);
  });
});
