/**
 * From the frames of a GIF to the pictures that are seen, as Pillow composes them: the first frame is grey where its palette is the
 * ramp of greys, what follows is drawn over it in RGB, or in grey as long as all are grey.
 */
import type { Pixels } from '../../domain/index.ts';
import type { GifFrame, GifOutline, Palette } from './blocks.ts';

interface Patch extends Pick<GifFrame, 'left' | 'top' | 'width' | 'height'> {
  /** `[height, width, channels]` */
  readonly data: Uint8Array;
}

export interface Screen {
  /** Draws the next frame, whose indices are `[height, width]`, and gives a copy of what is seen then. */
  draw(frame: GifFrame, indices: Uint8Array): Pixels;
}

export function openScreen({ width, height, background }: GifOutline): Screen {
  let channels: 1 | 3 = 1;
  let data = new Uint8Array(0);
  /** What is put back before the next frame. */
  let restored: Patch | null = null;
  /** Of the first frame, for as long as pictures are grey or it is the only one. */
  let firstTransparent: number | null = null;
  let frames = 0;

  function begin(frame: GifFrame): void {
    channels = frame.palette === null ? 1 : 3;
    data = new Uint8Array(width * height * channels);
    firstTransparent = frame.transparent;
    fill({ left: 0, top: 0, width, height }, frame.transparent ?? 0, frame.palette);
  }

  /** From now on there are three channels. (Pillow 9.4 forgets then both what was drawn and the palette.) */
  function becomeColour(): void {
    channels = 3;
    data = Uint8Array.from({ length: width * height * 3 }, (_, i) => data[Math.floor(i / 3)]!);
  }

  function fill(area: Omit<Patch, 'data'>, index: number, palette: Palette): void {
    const colour = Array.from({ length: channels }, (_, i) => colourOf(palette, index, i));
    forRows(area, (from, to) => {
      for (let at = from; at < to; at++) data[at] = colour[(at - from) % channels]!;
    });
  }

  /** Ranges of `data` that belong to the area, as far as it lies on the screen. */
  function forRows(
    area: Omit<Patch, 'data'>,
    use: (from: number, to: number, row: number) => void,
  ): void {
    const right = Math.min(width, area.left + area.width);
    if (right <= area.left) return;
    for (let row = 0; row < area.height && area.top + row < height; row++) {
      const start = (area.top + row) * width;
      use((start + area.left) * channels, (start + right) * channels, row);
    }
  }

  function copyOf({ left, top, width: w, height: h }: GifFrame): Patch {
    const area = { left, top, width: w, height: h };
    const patch = new Uint8Array(w * h * channels);
    forRows(area, (from, to, row) => {
      patch.set(data.subarray(from, to), row * w * channels);
    });
    return { ...area, data: patch };
  }

  function putBack(patch: Patch): void {
    forRows(patch, (from, to, row) => {
      const start = row * patch.width * channels;
      data.set(patch.data.subarray(start, start + to - from), from);
    });
  }

  /** What the frame leaves behind, decided before it is drawn. */
  function leftBehind(frame: GifFrame, isFirst: boolean, wasGrey: boolean): Patch | null {
    if (frame.disposal === 2) {
      const index = (isFirst || wasGrey ? firstTransparent : null) ?? frame.transparent ?? background;
      return filled(frame, index);
    }
    if (frame.disposal < 3) return null;
    if (!isFirst) return copyOf(frame);
    return frame.transparent === null ? null : filled(frame, frame.transparent);
  }

  function filled(frame: GifFrame, index: number): Patch {
    const { left, top, width: w, height: h } = frame;
    const patch = new Uint8Array(w * h * channels);
    for (let i = 0; i < patch.length; i++)
      patch[i] = channels === 1 ? index : colourOf(frame.palette, index, i % 3);
    return { left, top, width: w, height: h, data: patch };
  }

  return {
    draw(frame, indices) {
      const isFirst = frames++ === 0;
      if (isFirst) begin(frame);
      else if (restored !== null) putBack(restored);
      const wasGrey = channels === 1;
      if (wasGrey && frame.palette !== null) becomeColour();
      restored = leftBehind(frame, isFirst, wasGrey);
      const hidden = isFirst ? null : frame.transparent;
      forRows(frame, (from, to, row) => {
        for (let at = from, x = row * frame.width; at < to; at += channels, x++) {
          const index = indices[x]!;
          if (index === hidden) continue;
          for (let i = 0; i < channels; i++) data[at + i] = colourOf(frame.palette, index, i);
        }
      });
      return { width, height, channels, data: data.slice() };
    },
  };
}

/** Indices without a colour are greys, as in Pillow. */
function colourOf(palette: Palette, index: number, channel: number): number {
  return palette?.[index * 3 + channel] ?? index;
}
