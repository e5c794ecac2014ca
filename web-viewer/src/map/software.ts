/** How dear a frame of the map is to this machine. */
import type { Map as MapLibre } from 'maplibre-gl';

/** Whether there is no GPU: then each frame costs the processor dear. */
export function drawsInSoftware(map: MapLibre): boolean {
  const gl = map.getCanvas().getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = info ? gl?.getParameter(info.UNMASKED_RENDERER_WEBGL) : '';
  return /swiftshader|llvmpipe|software|basic render/i.test(String(renderer));
}
