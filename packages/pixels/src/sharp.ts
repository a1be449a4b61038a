import sharp from 'sharp';

// Every picture is decoded once, so a cache would only hold memory.
sharp.cache(false);
// A second thread makes one picture no faster and costs CPU (measured by test/bench/pixels.ts); requests run side by side.
sharp.concurrency(1);
// libvips reads some forty formats; a bug in a decoder that nobody needs must not be reachable.
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

/** sharp with Shoji's settings, which hold for the whole process. */
export { sharp };
