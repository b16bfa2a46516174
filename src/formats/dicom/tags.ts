/** The data elements (PS3.6) that are read, as `group * 0x10000 + element`. Everything else in a file is passed over. */
export const tags = {
  transferSyntax: 0x00020010,
  characterSet: 0x00080005,
  sopInstanceUid: 0x00080018,
  modality: 0x00080060,
  manufacturer: 0x00080070,
  patientId: 0x00100020,
  patientSex: 0x00100040,
  patientAge: 0x00101010,
  bodyPart: 0x00180015,
  imagerPixelSpacing: 0x00181164,
  nominalPixelSpacing: 0x00182010,
  viewPosition: 0x00185101,
  studyUid: 0x0020000d,
  seriesUid: 0x0020000e,
  instanceNumber: 0x00200013,
  laterality: 0x00200060,
  imageLaterality: 0x00200062,
  samplesPerPixel: 0x00280002,
  photometric: 0x00280004,
  planarConfiguration: 0x00280006,
  frames: 0x00280008,
  rows: 0x00280010,
  columns: 0x00280011,
  pixelSpacing: 0x00280030,
  bitsAllocated: 0x00280100,
  bitsStored: 0x00280101,
  highBit: 0x00280102,
  pixelRepresentation: 0x00280103,
  paddingValue: 0x00280120,
  paddingRangeLimit: 0x00280121,
  windowCentre: 0x00281050,
  windowWidth: 0x00281051,
  rescaleIntercept: 0x00281052,
  rescaleSlope: 0x00281053,
  voiFunction: 0x00281056,
  redDescriptor: 0x00281101,
  greenDescriptor: 0x00281102,
  blueDescriptor: 0x00281103,
  redData: 0x00281201,
  greenData: 0x00281202,
  blueData: 0x00281203,
  segmentedRed: 0x00281221,
  segmentedGreen: 0x00281222,
  segmentedBlue: 0x00281223,
  modalityLuts: 0x00283000,
  lutDescriptor: 0x00283002,
  lutData: 0x00283006,
  voiLuts: 0x00283010,
  pixelMeasures: 0x00289110,
  frameVoiLuts: 0x00289132,
  pixelValueTransformations: 0x00289145,
  sharedGroups: 0x52009229,
  frameGroups: 0x52009230,
  offsetTable: 0x7fe00001,
  floatPixels: 0x7fe00008,
  doublePixels: 0x7fe00009,
  pixels: 0x7fe00010,
  item: 0xfffee000,
  itemEnd: 0xfffee00d,
  sequenceEnd: 0xfffee0dd,
} as const;

/** (60xx,0102) of any overlay plane: where above 0, the overlay lies in unused bits of the pixels. */
export function isOverlayBitPosition(tag: number): boolean {
  return tag % 0x10000 === 0x0102 && tag >= 0x60000000 && tag < 0x61000000;
}

/** `(0028,0010)` */
export function tagName(tag: number): string {
  const hex = tag.toString(16).padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
