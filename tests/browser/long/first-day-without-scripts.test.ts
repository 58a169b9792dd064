import { httpWalker } from '../http-walker.ts'
import { walkFirstDay } from '../first-day/steps.ts'

// Pages and forms are requested by HTTP, and a browser without scripts shows each page.

walkFirstDay(httpWalker, ['without scripts'])
