/** Draws the contact sheet tile by tile: only what is new, unless the number of columns has changed. */
import type { Attachment } from 'svelte/attachments';
import type { Tile } from '../../state/index.ts';
import { imageData } from './paint.ts';

/** Device pixels between tiles. */
const gap = 2;

export interface MosaicLayout {
  readonly columns: number;
  /** Side of a cut picture in px. */
  readonly size: number;
  /** CSS px a tile with its gap takes. */
  readonly pitch: number;
}

/** How big a cut picture is shown on the sheet: small ones doubled, large ones halved. */
const scales: Readonly<Record<number, number>> = { 28: 2, 64: 1, 128: 0.75, 224: 0.5 };

/** As many columns as fit into the width. */
export function mosaicLayout(size: number, width: number): MosaicLayout {
  const scale = scales[size] ?? 1;
  const pitch = (size + gap) * scale;
  return { columns: Math.max(1, Math.floor(width / pitch)), size, pitch };
}

export function mosaicHeight({ columns, pitch }: MosaicLayout, tiles: number): number {
  return Math.ceil(tiles / columns) * pitch;
}

/** Where a tile lies, in CSS px. */
export function tilePlace(
  { columns, pitch }: MosaicLayout,
  index: number,
): { left: number; top: number } {
  return { left: (index % columns) * pitch, top: Math.floor(index / columns) * pitch };
}

/** @param capacity tiles that the canvas has room for from the beginning, so that it need not grow */
export function mosaic(
  tiles: () => readonly Tile[],
  layout: () => MosaicLayout,
  capacity: () => number,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let drawn = 0;
    let drawnAs = '';
    $effect(() => {
      const { columns, size } = layout();
      const rows = Math.ceil(Math.max(capacity(), tiles().length) / columns);
      const shape = `${columns} ${size} ${rows}`;
      if (shape !== drawnAs || tiles().length < drawn) {
        canvas.width = columns * (size + gap);
        canvas.height = rows * (size + gap);
        drawn = 0;
        drawnAs = shape;
      }
      const context = canvas.getContext('2d');
      for (const [offset, tile] of tiles().slice(drawn).entries()) {
        const index = drawn + offset;
        const left = (index % columns) * (size + gap);
        const top = Math.floor(index / columns) * (size + gap);
        if (tile.kind === 'picture') context?.putImageData(imageData(tile.pixels), left, top);
      }
      drawn = tiles().length;
    });
  };
}
