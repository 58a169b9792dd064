/**
 * An area of a picture, in hundredths of a per cent of its width and height from its upper left corner. Whole numbers
 * avoid rounding errors.
 */
export interface Area {
  left: number
  top: number
  width: number
  height: number
}

export const sides = ['left', 'top', 'width', 'height'] as const
export type Side = (typeof sides)[number]

export const mostAreas = 50
export const hundredPerCent = 10_000

/** The edge over which an area extends beyond the picture, or null when it fits. */
export function leaves({ left, top, width, height }: Area): 'right' | 'bottom' | null {
  if (left + width > hundredPerCent) return 'right'
  return top + height > hundredPerCent ? 'bottom' : null
}

/** All areas as one text. A form sends it to say which areas the person saw. */
export const areasAsText = (areas: readonly Area[]): string =>
  areas.map(area => sides.map(side => area[side]).join(',')).join(';')
