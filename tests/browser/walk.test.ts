import { mixedWalker } from './mixed-walker.ts'
import { walkThrough } from './steps.ts'

// Walks through the whole service, from the first invitation to the decision. Only the library's lead uses a browser
// with scripts; the others use HTTP. axe checks every page at both widths.

walkThrough(mixedWalker(['lead']), ['with scripts'])
