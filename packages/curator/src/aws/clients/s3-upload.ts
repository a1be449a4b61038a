// Imported when it is first needed. In a separate file, because bundlers drop unused commands only from static imports.
export { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
export { Upload } from '@aws-sdk/lib-storage';
