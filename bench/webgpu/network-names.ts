/** What is measured, for the page and for the program that drives it. */
export const networkNames = ['MNIST ConvNet', 'default 28 px CNN'] as const;
export type NetworkName = (typeof networkNames)[number];

export const batches: Readonly<Record<NetworkName, number>> = {
  'MNIST ConvNet': 250,
  'default 28 px CNN': 128,
};
