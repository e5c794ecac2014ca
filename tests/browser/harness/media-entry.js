/** What the script of `media` is made of. */
export { watch } from '../../../web-viewer/src/media/whep.ts';
export { publish } from '../../../web-viewer/src/media/whip.ts';
