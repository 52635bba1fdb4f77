import { unit } from '../../tools/jest/preset.mjs';

export default unit;
