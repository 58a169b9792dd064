import base from './jest.config.js'
const { transform, extensionsToTreatAsEsm, ...rest } = base
export default { ...rest, transform: {}, testRunner: '<rootDir>/tests/support/jest/framework.js', setupFilesAfterEnv: ['<rootDir>/tests/support/jest/each-file.ts'] }
