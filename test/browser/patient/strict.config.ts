import { patiently } from './deadlines.ts';

export default patiently('strict');
