/**
 * MP4 and QuickTime as a stack of frames: mediabunny finds the packets, the browser's WebCodecs decode them. Frames are numbered in the
 * order in which they are shown. Pictures come as stored: rotation and pixel aspect ratio are not applied. Where there is no decoder,
 * which is so for all codecs outside browsers, the file is refused with the name of its codec.
 */
import { AppError, appError, type SourceFile } from '../../domain/index.ts';
import { checkSize, type ImageStack } from '../image-format.ts';
import { faultOfBoxes } from './mp4-boxes.ts';
import { toRgb } from './to-rgb.ts';
import { VideoFrames } from './video-frames.ts';

const format = 'MP4';

/** Longer than the frames between two key frames take on a slow machine. A decoder may swallow broken packets and say nothing. */
const patienceMs = 60_000;

export async function readMp4(file: SourceFile): Promise<ImageStack> {
  const truncated = () => appError('truncated-image', file.path, { format, bytes: file.size });
  const damaged = (detail: string, cause?: unknown) =>
    appError('damaged-image', file.path, { format, detail }, cause);
  const unsupported = (detail: string) => appError('unsupported-image', file.path, { format, detail });

  /** Errors of the library and of the decoder are about the file; those of reading it are errors already. */
  async function asked<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw damaged(error instanceof Error ? error.message : String(error), error);
    }
  }

  const fault = await faultOfBoxes(file);
  if (fault !== null) throw fault === 'truncated' ? truncated() : damaged(fault.damaged);

  const { Logging, LogLevel, CustomSource, EncodedPacketSink, Input, MP4, QTFF, VideoSampleSink } =
    await import('mediabunny');
  // What is wrong with a file is said by its error, not on the console.
  Logging.level = LogLevel.Silent;
  const source = new CustomSource({
    getSize: () => file.size,
    read: async (start, end) => {
      const bytes = await file.slice(start, end);
      if (bytes.length < end - start) throw truncated();
      return bytes;
    },
    prefetchProfile: 'fileSystem',
    // What fails while reading ahead fails again when it is needed.
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ source, formats: [MP4, QTFF] });
  try {
    const track = await asked(input.getPrimaryVideoTrack());
    if (track === null) throw unsupported('no video');
    const config = await asked(track.getDecoderConfig());
    const codec = config?.codec ?? String(await asked(track.getInternalCodecId()));
    // Checked first because without WebCodecs the library does not get so far as to ask.
    if (config === null || typeof VideoDecoder === 'undefined' || !(await asked(track.canDecode())))
      throw unsupported(codec);
    checkSize(config.codedWidth ?? 0, config.codedHeight ?? 0, file.path);

    const packets = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true });
    const times: number[] = [];
    const keyTimes: number[] = [];
    for (;;) {
      const { done, value } = await asked(packets.next());
      if (done === true) break;
      // What lies before the start is needed for decoding, and not shown.
      if (value.timestamp >= 0) times.push(value.timestamp);
      if (value.type === 'key') keyTimes.push(value.timestamp);
      if (times.length > file.size) throw damaged(`more than ${file.size} frames`);
    }
    if (times.length === 0) throw damaged('no frames');
    times.sort((a, b) => a - b);
    keyTimes.sort((a, b) => a - b);
    const sink = new VideoSampleSink(track);
    let isStuck = false;
    const frames = new VideoFrames(times, keyTimes, (from) => sink.samples(from));
    const colours = {
      matrix: config.colorSpace?.matrix ?? null,
      fullRange: config.colorSpace?.fullRange ?? false,
    };

    return {
      frames: times.length,
      representative: times.length >> 1,
      isVideo: true,
      times: times.map((time) => time - times[0]!),
      async read(frame) {
        if (!Number.isInteger(frame) || frame < 0 || frame >= times.length)
          throw new RangeError(`frame ${frame} of ${times.length} in ${file.path}`);
        const sample = isStuck ? 'late' : await asked(inTime(frames.at(frame)));
        if (sample === 'late') {
          isStuck = true;
          throw damaged(`no answer from the decoder for frame ${frame}`);
        }
        if (sample === null) throw damaged(`no frame ${frame}`);
        const picture = sample.toVideoFrame();
        sample.close();
        try {
          return await asked(toRgb(picture, colours));
        } finally {
          picture.close();
        }
      },
      close() {
        void frames.close().finally(() => input.dispose());
      },
    };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/** The sample, or `late`; one that comes later is closed. */
async function inTime<S extends { close(): void }>(work: Promise<S | null>): Promise<S | null | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), patienceMs);
  });
  const first = await Promise.race([work, late]).finally(() => clearTimeout(timer));
  if (first === 'late')
    work.then(
      (sample) => sample?.close(),
      () => undefined,
    );
  return first;
}
