import sharp from 'sharp';
import { container, startAws } from '../upstreams/aws/index.ts';
import { noisePicture } from './pictures.ts';
const aws = await startAws();
const picture = await sharp(await noisePicture(512)).jpeg({ quality: 90 }).toBuffer();
aws.script('InvokeEndpoint', container({ generated_images: [picture.toString('base64')] }));
console.log(aws.url);
