/** Drawn pictures that look enough like chest films to judge a page by: two dark lungs, and a bright patch where ill. */
import { seededRandom, type DeepPixels, type Pixels } from '../../src/domain/index.ts';

/** Whether the fake picture of this row shows the finding. */
export function isPositive(row: number): boolean {
  return (row * 7919) % 100 < 62;
}

function ellipse(x: number, y: number, cx: number, cy: number, rx: number, ry: number): number {
  const distance = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2;
  return Math.exp(-distance * distance);
}

const films = new Map<string, Pixels>();

/** A grey film of the given size; the same row is the same film at every size. */
export function fakeFilm(row: number, width: number, height: number): Pixels {
  const key = `${row} ${width} ${height}`;
  const film = films.get(key) ?? drawFilm(row, width, height);
  films.set(key, film);
  return film;
}

/** The same as a CT slice of 12 bits in Hounsfield units, from air to bone, with a window of its own. */
export function fakeScan(row: number, width: number, height: number): DeepPixels {
  const { data } = fakeFilm(row, width, height);
  return {
    kind: 'deep',
    width,
    height,
    data: Uint16Array.from(data, (level) => 24 + level * 9),
    slope: 1,
    intercept: -1024,
    range: [0, 4095],
    padding: null,
    voi: [{ kind: 'linear', centre: 40, width: 1500 }],
    inverted: false,
    modality: 'CT',
  };
}

function drawFilm(row: number, width: number, height: number): Pixels {
  const random = seededRandom(row, 'film');
  const [tilt, breadth, patchX, patchY, gain] = Array.from({ length: 5 }, () => random());
  const data = new Uint8Array(width * height);
  for (let j = 0; j < height; j++)
    for (let i = 0; i < width; i++) {
      const x = (i + 0.5) / width + (tilt! - 0.5) * 0.08;
      const y = (j + 0.5) / height;
      const body = ellipse(x, y, 0.5, 0.62, 0.44 + breadth! * 0.05, 0.72);
      const lungs =
        ellipse(x, y, 0.31, 0.46, 0.14 + breadth! * 0.02, 0.3) +
        ellipse(x, y, 0.69, 0.46, 0.14 + breadth! * 0.02, 0.3);
      const ribs = 0.5 + 0.5 * Math.cos(y * 62 + Math.abs(x - 0.5) * 18);
      const heart = ellipse(x, y, 0.56, 0.66, 0.14, 0.17);
      const spine = ellipse(x, y, 0.5, 0.5, 0.035, 0.9);
      const side = patchX! < 0.5 ? 0.31 : 0.69;
      const patch = isPositive(row) ? ellipse(x, y, side, 0.4 + patchY! * 0.25, 0.09, 0.11) : 0;
      const light =
        0.04 +
        body * 0.62 -
        lungs * 0.5 +
        ribs * lungs * 0.09 +
        heart * 0.26 +
        spine * 0.2 +
        patch * 0.36;
      data[j * width + i] = Math.max(0, Math.min(255, light * (215 + gain! * 60)));
    }
  return { width, height, channels: 1, data };
}
