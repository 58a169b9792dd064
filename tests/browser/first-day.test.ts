import { walkFirstDay } from './first-day/steps.ts'
import { mixedWalker } from './mixed-walker.ts'

// The administrator has a browser with scripts. axe checks every page at 1280 and 360 pixels.

walkFirstDay(mixedWalker(['administrator']), ['with scripts'])
