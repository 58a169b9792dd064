/** A crop up to this share of a picture counts as none: programs crop by so much to fit a picture into its frame. */
const least = 0.01

/** Whether a share in old markup, such as `6554f`, or in new markup, such as `10000` or `10%`, is a crop. */
const isOldCrop = value => parseFloat(value) / (value.endsWith('f') ? 65_536 : 1) > least
const isCrop = value => parseFloat(value) / (value.endsWith('%') ? 100 : 100_000) > least

/**
 * Elements that crop a picture or name the picture before it was edited. A cropped picture keeps the areas that the
 * document does not show. Each function gets the attributes without prefixes.
 */
const croppers = {
  srcRect: ({ l = '', t = '', r = '', b = '' }) => [l, t, r, b].some(isCrop),
  imgLayer: () => true,
  imagedata: ({ croptop = '', cropbottom = '', cropleft = '', cropright = '' }) =>
    [croptop, cropbottom, cropleft, cropright].some(isOldCrop),
  // the lengths are in any unit; LibreOffice writes zeros for pictures that are not cropped
  'graphic-properties': ({ clip = '' }) => (clip.match(/[\d.-]+/g) ?? []).some(length => parseFloat(length) > least),
}

/** Whether an element shows that a picture keeps something that the document does not show. */
export const isCropped = (name, given) => Object.hasOwn(croppers, name) && croppers[name](given)
