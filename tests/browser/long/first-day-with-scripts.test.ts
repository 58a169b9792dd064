import { walkFirstDay } from '../first-day/steps.ts'
import { browserWalker } from '../walker.ts'

// Everyone has a browser with scripts, on a wide screen. axe checks every page at 1280 and 360 pixels.

walkFirstDay(browserWalker)
