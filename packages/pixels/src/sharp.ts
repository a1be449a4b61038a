import sharp from 'sharp';

// Every image is decoded once, so a cache would only waste memory.
sharp.cache(false);
// A second thread does not make one image faster and costs CPU (measured by test/bench/pixels.ts); requests run in parallel.
sharp.concurrency(1);
// libvips reads some forty formats; a bug in an unneeded decoder must not be reachable.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadSvgBuffer',
  ],
});

/** sharp with Shoji's settings, which apply to the whole process. */
export { sharp };
