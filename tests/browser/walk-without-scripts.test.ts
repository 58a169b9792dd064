import { walkThrough } from './steps.ts'

// The same with scripts switched off, on a phone: nothing that matters may need one.

walkThrough({ scripts: false, options: { javaScriptEnabled: false, viewport: { width: 360, height: 780 } } })
