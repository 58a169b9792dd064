import { httpWalker } from '../http-walker.ts'
import { walkThroughYears } from '../years/steps.ts'

// Pages and forms are requested by HTTP, and a browser shows each page with and without scripts.
// axe checks every page at 1280 and 360 pixels.

walkThroughYears(httpWalker, ['with scripts', 'without scripts'])
