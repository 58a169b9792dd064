import { walkThroughYears } from './years/steps.ts'

// The same with scripts switched off, on a phone: nothing that matters may need one.

walkThroughYears({ scripts: false, options: { javaScriptEnabled: false, viewport: { width: 360, height: 780 } } })
