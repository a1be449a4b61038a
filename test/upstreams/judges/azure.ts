/**
 * The wire of `text:analyze` and `image:analyze` of Azure AI Content Safety, version 2024-09-01. Source: its REST API
 * reference, "Text Operations - Analyze Text" and "Image Operations - Analyze Image".
 */
export function azureAnalysis(severities: Readonly<Record<string, unknown>> = {}, more: object = {}): object {
  const all = { Hate: 0, SelfHarm: 0, Sexual: 0, Violence: 0, ...severities };
  return {
    ...more,
    categoriesAnalysis: Object.entries(all).flatMap(([category, severity]) =>
      severity === undefined ? [] : [{ category, severity }],
    ),
  };
}

/** Errors as the API sends them. */
export const AZURE_ERRORS = {
  key: {
    error: {
      code: '401',
      message: 'Access denied due to invalid subscription key or wrong API endpoint.',
    },
  },
  throttled: {
    error: { code: '429', message: 'Requests to the Content Safety Operation have exceeded rate limit.' },
  },
  image: {
    error: { code: 'InvalidImageSize', message: 'The image size is out of range.', details: [] },
  },
};
