import { walkThrough } from './steps.ts'
import { browserWalker } from './walker.ts'

// In a browser with its scripts, on a desk; axe judges every page at both widths.

walkThrough(browserWalker)
