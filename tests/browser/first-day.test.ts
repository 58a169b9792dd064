import { walkFirstDay } from './first-day/steps.ts'
import { mixedWalker } from './mixed-walker.ts'

// The administrator has a browser with scripts. axe checks every page at both widths.

walkFirstDay(mixedWalker(['administrator']), ['with scripts'])
