export { causeOf } from '@shoji/core/screen';
