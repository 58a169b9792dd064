/**
 * An area of a picture, in units of 0.01% of its width and height, measured from its upper left corner. Whole numbers
 * avoid rounding errors.
 */
export interface Area {
  left: number
  top: number
  width: number
  height: number
}

export const areaMeasures = ['left', 'top', 'width', 'height'] as const
export type AreaMeasure = (typeof areaMeasures)[number]

export const mostAreas = 50
export const fullLengthInHundredths = 10_000

/** The edge of the picture that an area crosses; null when the area is inside the picture. */
export function crossedEdge({ left, top, width, height }: Area): 'right' | 'bottom' | null {
  if (left + width > fullLengthInHundredths) return 'right'
  return top + height > fullLengthInHundredths ? 'bottom' : null
}

/** All areas as one string. A form submits it to record which areas the person saw. */
export const areasAsText = (areas: readonly Area[]): string =>
  areas.map(area => areaMeasures.map(side => area[side]).join(',')).join(';')
