import { mixedWalker } from './mixed-walker.ts'
import { walkThrough } from './steps.ts'

// Uses everything. The library's lead has a browser with scripts. axe checks every page at both widths.

walkThrough(mixedWalker(['lead']), ['with scripts'])
