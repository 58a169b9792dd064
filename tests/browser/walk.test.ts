import { mixedWalker } from './mixed-walker.ts'
import { walkThrough } from './steps.ts'

// People use the whole service, from the first invitation to the award.
// Only the library's lead uses a browser with scripts; the others use HTTP.
// axe checks every page at 1280 and 360 pixels.

walkThrough(mixedWalker(['lead']), ['with scripts'])
