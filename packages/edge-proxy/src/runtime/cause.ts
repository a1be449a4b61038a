export { causeOf } from '@shoji/core';
