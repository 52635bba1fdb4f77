import { integration } from '../../tools/jest/preset.mjs';

export default integration('package');
