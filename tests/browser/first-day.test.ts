import { walkFirstDay } from './first-day/steps.ts'
import { mixedWalker } from './mixed-walker.ts'

// Only the administrator uses a real browser. The others use HTTP, and a browser with scripts shows their pages.
// axe checks every page at 1280 and 360 pixels.

walkFirstDay(mixedWalker(['administrator']), ['with scripts'])
