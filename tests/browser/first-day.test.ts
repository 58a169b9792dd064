import { walkFirstDay } from './first-day/steps.ts'
import { browserWalker } from './walker.ts'

// In a browser with scripts. axe checks every page at both widths.

walkFirstDay(browserWalker)
