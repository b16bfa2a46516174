/** The name that WebGPU's adapter gives itself. */
export async function adapterName(): Promise<string> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) return 'no adapter';
  const { vendor, architecture, device, description } = adapter.info;
  return description || [vendor, architecture, device].filter((part) => part !== '').join(' ');
}
