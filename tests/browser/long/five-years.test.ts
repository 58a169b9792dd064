import { httpWalker } from '../http-walker.ts'
import { walkThroughYears } from '../years/steps.ts'

// Requests pages and forms by HTTP. A browser then shows each page with and without scripts, and axe checks the page at
// 1280 and 360 pixels.

walkThroughYears(httpWalker, ['with scripts', 'without scripts'])
