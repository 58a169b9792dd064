import { httpWalker } from './http-walker.ts'
import { walkThrough } from './steps.ts'

// Everything works without scripts: pages are asked for and forms are sent by HTTP; a browser without scripts shows
// each page.

walkThrough(httpWalker, ['without scripts'])
