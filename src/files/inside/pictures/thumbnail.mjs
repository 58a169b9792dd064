import { isPng } from './png.mjs'

// One-pixel white images. They replace the thumbnail of a document, which may show deleted content.

const jpeg =
  '/9j/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wAALCAABAAEBAREA/8QA' +
  'FAABAAAAAAAAAAAAAAAAAAAACP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVL//2Q=='
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAMAAAAoyzS7AAAAA1BMVEX///+nxBvIAAAACklEQVQImWNgAAAAAgAB9HFkpgAAAABJRU5ErkJggg=='
const emf =
  'AQAAAGwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACBFTUYAAAEAgAAAAAIAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAEAAAABAAAAAQAA' +
  'AAAAAAAAAAAAAAAAAOgDAADoAwAADgAAABQAAAAAAAAAEAAAABQAAAA='
const wmf = 'AQAJAAADDAAAAAAAAwAAAAAAAwAAAAAA'

/** Whether a part is the thumbnail. Office uses the first name, and OpenDocument requires the second. */
export const isThumbnailName = name => /^(docProps\/thumbnail\.\w+|Thumbnails\/thumbnail\.png)$/i.test(name)

/** @returns a blank picture: a PNG if the thumbnail is a PNG, otherwise an EMF, WMF or JPEG by the name's extension */
export function blankThumbnail(name, bytes) {
  if (isPng(bytes)) return Buffer.from(png, 'base64')
  const blank = { emf, wmf }[name.split('.').at(-1).toLowerCase()] ?? jpeg
  return Buffer.from(blank, 'base64')
}
