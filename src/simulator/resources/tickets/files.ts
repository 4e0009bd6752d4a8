import type { JsonObject } from '../../engine/json.ts';

/** A picture that was uploaded with a ticket, each as different from others as its index. */
export function upload(index: number): JsonObject {
  const url = `https://files.example/t${index}.png`;
  return {
    type: 'upload',
    name: `proof ${index}.png`,
    url,
    content_type: 'image/png',
    filesize: 2000 + index,
    width: 800,
    height: 600,
  };
}
